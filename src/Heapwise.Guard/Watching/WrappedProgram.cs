using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Guard.Watching;

/// <summary>
/// A program that the guard starts and stands for: streams are the program's own, signals are passed on, and its end is the guard's. As
/// the first process of a container, the guard also clears away what orphans leave.
/// </summary>
public sealed partial class WrappedProgram : IDisposable
{
    private const int NoWait = 1; // WNOHANG

    private readonly Process _process;
    private readonly List<PosixSignalRegistration> _registrations = [];

    private WrappedProgram(Process process)
    {
        _process = process;
        PassOn(PosixSignal.SIGTERM, Signals.Terminate);
        if (Console.IsInputRedirected) // else the terminal has sent them to the program, too
        {
            PassOn(PosixSignal.SIGINT, Signals.Interrupt);
            PassOn(PosixSignal.SIGQUIT, Signals.Quit);
        }
    }

    public int ProcessId => _process.Id;

    /// <exception cref="TargetException">It cannot be started.</exception>
    public static WrappedProgram Start(TargetSpec.Command command)
    {
        try
        {
            var start = new ProcessStartInfo(command.Program, command.Arguments) { UseShellExecute = false };
            return new WrappedProgram(Process.Start(start)!); // never null without a shell of the system's
        }
        catch (Win32Exception problem)
        {
            throw new TargetException($"{command.Program} cannot be started: {problem.Message}", problem);
        }
    }

    /// <summary>Its exit code; 128 plus the signal for one that a signal ended.</summary>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        return _process.ExitCode;
    }

    /// <summary>
    /// Where we are the first process: children of others that have ended become ours, and stay until somebody asks for them.
    /// </summary>
    public void ClearOrphans()
    {
        if (Environment.ProcessId != 1) return;
        foreach (var processId in ProcTree.All())
        {
            var isOrphan = processId != ProcessId && ProcStatus.Find(processId) is { State: 'Z', ParentId: 1 };
            if (isOrphan) _ = Wait(processId, out _, NoWait);
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _process.Dispose();
    }

    /// <summary>Once for each that comes: many programs take a second one for haste.</summary>
    private void PassOn(PosixSignal signal, int number) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (!_process.HasExited) Signals.Send(_process.Id, number);
    }));

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int Wait(int processId, out int status, int options);
}
