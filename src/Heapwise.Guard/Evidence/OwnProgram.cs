using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Heapwise.Live.Processes;

namespace Heapwise.Guard.Evidence;

/// <summary>
/// heapwise itself, run beside the guard for what takes memory and time: captures and diagnoses. It may allocate only a part of the memory
/// that is free, and is the first that the kernel ends where memory runs out anyway; the guard stays small, and no failure of such a run
/// is one of the watch.
/// </summary>
/// <param name="words">The command that starts it.</param>
public sealed partial class OwnProgram(IReadOnlyList<string> words)
{
    private const int LowestPriority = 19;
    private const int OfProcess = 0; // PRIO_PROCESS
    private const int Data = 2; // RLIMIT_DATA: all private memory that can be written
    private const double MaxShareOfFree = 0.6;
    private const int MaxOutput = 1 << 20;
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(20);

    /// <summary>The program that runs now.</summary>
    public static OwnProgram Current()
    {
        var program = Environment.ProcessPath ?? "heapwise";
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new OwnProgram([program, Path.Combine(AppContext.BaseDirectory, "heapwise.dll")])
            : new OwnProgram([program]);
    }

    /// <summary>How much memory a run may take: most of what is free to us. Null: nothing is known.</summary>
    public static long? FindRoom()
    {
        var group = CgroupMemory.Find(Environment.ProcessId)?.FreeBytes;
        var machine = MachineMemory.FindAvailable();
        var free = group < machine || machine is null ? group : machine;
        return free is { } bytes ? (long)(bytes * MaxShareOfFree) : null;
    }

    /// <summary>Runs one command to its end. Cancelled, it is asked to end, and gets some time for it.</summary>
    /// <param name="arguments">The command.</param>
    /// <param name="isUrgent">True where a process stands still meanwhile, and must not wait for ours to get a processor.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<OwnRun> RunAsync(IReadOnlyList<string> arguments, bool isUrgent, CancellationToken cancellation)
    {
        using var process = Start(arguments, isUrgent);
        var output = ReadAsync(process.StandardOutput);
        var error = ReadAsync(process.StandardError);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process);
            throw;
        }

        return new OwnRun(process.ExitCode, await output, await error);
    }

    private Process Start(IReadOnlyList<string> arguments, bool isUrgent)
    {
        var start = new ProcessStartInfo(words[0], [.. words.Skip(1), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_gcServer"] = "0";
        var process = Process.Start(start)!; // never null without a shell of the system's
        process.StandardInput.Close();
        if (OperatingSystem.IsLinux()) Restrain(process.Id, isUrgent);
        return process;
    }

    /// <summary>What is not permitted is left out: the run is short.</summary>
    private static void Restrain(int processId, bool isUrgent)
    {
        if (!isUrgent) _ = SetPriority(OfProcess, processId, LowestPriority);
        if (FindRoom() is { } room)
        {
            var limit = new Limit { Soft = (ulong)room, Hard = (ulong)room };
            _ = SetLimit(processId, Data, ref limit, IntPtr.Zero);
        }

        try
        {
            File.WriteAllText($"/proc/{processId}/oom_score_adj", "1000");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return; // it has ended already
        }
    }

    private static async Task EndAsync(Process process)
    {
        try
        {
            Signals.Send(process.Id, Signals.Terminate);
            using var patience = new CancellationTokenSource(EndGrace);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Win32Exception)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>All of it is read, so that the run never waits; what is too much is dropped.</summary>
    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
            if (text.Length < MaxOutput) text.Append(buffer, 0, count);
        return text.ToString();
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int processId, int priority);

    [LibraryImport("libc", EntryPoint = "prlimit")]
    private static partial int SetLimit(int processId, int resource, ref Limit limit, IntPtr before);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}

/// <summary>How a run of heapwise ended.</summary>
/// <param name="ExitCode">As for every command.</param>
/// <param name="Output">Its answer.</param>
/// <param name="Error">What it said on the way.</param>
public sealed record OwnRun(int ExitCode, string Output, string Error)
{
    /// <summary>Its last words, as a sentence without the name of the program.</summary>
    public string Reason
    {
        get
        {
            const string Beginning = "heapwise: ";
            var last = Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .LastOrDefault(line => line.StartsWith(Beginning, StringComparison.Ordinal));
            if (last is not null) return last[Beginning.Length..].TrimEnd('.');
            return ExitCode > 128
                ? string.Create(CultureInfo.InvariantCulture, $"ended by signal {ExitCode - 128}, as where memory is short")
                : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {ExitCode}");
        }
    }
}
