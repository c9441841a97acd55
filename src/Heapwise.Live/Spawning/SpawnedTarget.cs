using System.ComponentModel;
using System.Diagnostics;
using System.Threading.Channels;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Spawning;

/// <summary>
/// A program that we start for a run and end with it. Its outputs are passed on as they arrive, without the inspector's own lines, which
/// contain the inspector's address. Everything that it starts in turn inherits a variable from us. The processes with that variable are
/// found at the end, including those that a wrapper such as npm or a shell left behind.
/// </summary>
internal sealed class SpawnedTarget : IAsyncDisposable
{
    private const string Inspect = "--inspect=127.0.0.1:0";
    private const string Mark = "HEAPWISE_RUN";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly TargetOptions _options;
    private readonly string _mark;
    private readonly string _command;
    private readonly InspectorChatter _chatter;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Channel<Uri> _announced =
        Channel.CreateBounded<Uri>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Task _reading;
    private Stream _output;

    private SpawnedTarget(Process process, string mark, string command, TargetOptions options)
    {
        _process = process;
        _mark = mark;
        _command = command;
        _options = options;
        _output = options.ProgramOutput ?? Console.OpenStandardError();
        _chatter = new InspectorChatter
        {
            Announced = address => _announced.Writer.TryWrite(address),
            Finished = () => Finished?.Invoke(),
        };
        _reading = Task.WhenAll(
            PassOnAsync(process.StandardOutput.BaseStream, chatter: null), PassOnAsync(process.StandardError.BaseStream, _chatter));
    }

    /// <summary>The process that was started; the Node program may be a descendant of it.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Called when the Node program has finished and waits for us to detach, on the thread that reads its output.</summary>
    public Action? Finished { get; set; }

    /// <summary>The last lines of its standard error.</summary>
    public IReadOnlyList<string> LastLines => _chatter.LastLines;

    /// <exception cref="TargetException">The program cannot be started.</exception>
    public static SpawnedTarget Start(TargetSpec.Command command, TargetOptions options)
    {
        var mark = Guid.NewGuid().ToString("N");
        var start = new ProcessStartInfo(command.Program, command.IsNode ? [Inspect, .. command.Arguments] : command.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        start.Environment[Mark] = mark;
        // Any other command gets the flag through the environment, where every Node that it starts on the way opens an inspector, too.
        if (!command.IsNode) start.Environment["NODE_OPTIONS"] = $"{Environment.GetEnvironmentVariable("NODE_OPTIONS")} {Inspect}".Trim();
        try
        {
            return new SpawnedTarget(Process.Start(start)!, mark, command.Text, options); // never null without UseShellExecute
        }
        catch (Win32Exception problem)
        {
            var advice = command.IsNode ? "Install Node, or give the path of its binary" : "Check the command after --";
            throw new TargetException($"{command.Program} cannot be started: {Describe(problem)}. {advice}", problem);
        }
    }

    private static string Describe(Win32Exception problem) => problem.NativeErrorCode switch
    {
        2 => "no such program, here or on the PATH",
        13 => "it is not a program, or may not be run",
        _ => problem.Message,
    };

    /// <summary>The next inspector that is announced by one of its Node processes.</summary>
    /// <exception cref="TargetExitedException">The program ended without announcing another one.</exception>
    public async Task<Uri> NextInspectorAsync(CancellationToken cancellation)
    {
        var next = _announced.Reader.WaitToReadAsync(cancellation).AsTask();
        await Task.WhenAny(next, _process.WaitForExitAsync(cancellation));
        cancellation.ThrowIfCancellationRequested();
        if (_process.HasExited) await Task.WhenAny(_reading, Task.Delay(LastOutput, _options.Time, cancellation));
        if (_announced.Reader.TryRead(out var address)) return address;
        throw new TargetExitedException(
            $"{_command} {TargetExitedException.Describe(_process.ExitCode)} before its inspector opened", _process.ExitCode, LastLines);
    }

    /// <summary>Whether another inspector has been announced that <see cref="NextInspectorAsync"/> has not returned yet.</summary>
    public bool HasNextInspector => _announced.Reader.TryPeek(out _);

    /// <summary>
    /// Its exit code once it has ended; null while it runs. Waits briefly, because sockets close before the exit is visible.
    /// </summary>
    public async Task<int?> FindExitCodeAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(1), _options.Time);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>
    /// Ends the program and everything that it started: SIGTERM, then SIGKILL for what still runs after the grace period.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsLinux())
        {
            await EndMarkedAsync(Signals.Terminate, _options.EndGrace);
            await EndMarkedAsync(Signals.Kill, TimeSpan.FromSeconds(2));
        }
        else if (!_process.HasExited)
        {
            if (!OperatingSystem.IsWindows()) TrySend(_process.Id, Signals.Terminate);
            await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(_options.EndGrace, _options.Time));
            _process.Kill(entireProcessTree: true);
        }

        await Task.WhenAny(_reading, Task.Delay(LastOutput, _options.Time)); // an inherited pipe may outlive the program
        _process.Dispose();
    }

    private async Task EndMarkedAsync(int signal, TimeSpan grace)
    {
        var marked = FindMarked();
        foreach (var processId in marked) TrySend(processId, signal);

        var start = _options.Time.GetTimestamp();
        while (marked.Exists(ProcStatus.IsRunning) && _options.Time.GetElapsedTime(start) < grace)
            await Task.Delay(PollInterval, _options.Time);
    }

    private static void TrySend(int processId, int signal)
    {
        try
        {
            Signals.Send(processId, signal);
        }
        catch (Win32Exception)
        {
            return; // it changed to another user (sudo), and only that user can end it
        }
    }

    /// <summary>The running processes with our mark in their environment. A few milliseconds for hundreds of processes.</summary>
    private List<int> FindMarked() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var processId) ? processId : 0)
            .Where(processId => processId > 0 && ProcText.FindVariable(processId, Mark) == _mark && ProcStatus.IsRunning(processId)),
    ];

    private async Task PassOnAsync(Stream source, InspectorChatter? chatter)
    {
        var buffer = new byte[16 << 10];
        List<byte> passed = [];
        while (await source.ReadAsync(buffer) is > 0 and var count)
        {
            if (chatter is null) passed.AddRange(buffer.AsSpan(0, count));
            else chatter.Push(buffer.AsSpan(0, count), passed);
            await WriteAsync(passed);
        }

        chatter?.Finish(passed);
        await WriteAsync(passed);
    }

    private async Task WriteAsync(List<byte> passed)
    {
        if (passed.Count == 0) return;
        await _writing.WaitAsync();
        try
        {
            await _output.WriteAsync(passed.ToArray());
            await _output.FlushAsync();
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            _output = Stream.Null; // nobody reads it any more, and the program must not block on it
        }
        finally
        {
            _writing.Release();
            passed.Clear();
        }
    }
}
