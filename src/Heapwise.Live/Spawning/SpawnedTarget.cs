using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Spawning;

/// <summary>
/// A program that we start for a run and end with it. Its outputs are passed on as they arrive, without the inspector's own lines, which
/// contain the inspector's address.
/// </summary>
internal sealed class SpawnedTarget : IAsyncDisposable
{
    private const string NodeOptions = "NODE_OPTIONS";
    private const string Inspect = "--inspect=127.0.0.1:0";
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly TargetOptions _options;
    private readonly MarkedProcesses _marked;
    private readonly TargetSpec.Command _command;
    private readonly InspectorChatter _chatter;
    private readonly ProgramOutput _output;
    private readonly Channel<Uri> _announced =
        Channel.CreateBounded<Uri>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly ConcurrentBag<Uri> _inspectors = [];
    private readonly Task _reading;
    private readonly LastWill _will;
    private readonly FirstLine? _firstLine;
    private long _began;
    private TimeSpan? _lived;

    private SpawnedTarget(Process process, MarkedProcesses marked, FirstLine? firstLine, TargetSpec.Command command, TargetOptions options)
    {
        _process = process;
        _marked = marked;
        _firstLine = firstLine;
        _command = command;
        _began = options.Time.GetTimestamp();
        _options = options;
        _chatter = new InspectorChatter
        {
            Announced = address =>
            {
                _inspectors.Add(address);
                _announced.Writer.TryWrite(address);
            },
            Finished = () => Finished?.Invoke(),
        };
        _will = LastWill.Make(process.Id, marked.Mark, options.EndGrace);
        _output = new ProgramOutput(options.ProgramOutput ?? Console.OpenStandardError());
        _reading = Task.WhenAll(
            _output.PassOnAsync(process.StandardOutput.BaseStream, chatter: null),
            _output.PassOnAsync(process.StandardError.BaseStream, _chatter),
            NoteEndAsync());
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
        var marked = new MarkedProcesses(options);
        var firstLine = command.IsNode ? FirstLine.TryCreate() : null;
        string[] flags = command.IsNode ? [Inspect, .. firstLine?.Arguments ?? []] : [];
        var start = new ProcessStartInfo(command.Program, [.. flags, .. command.Arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        start.Environment[MarkedProcesses.Variable] = marked.Mark;
        firstLine?.AddTo(start.Environment);
        // Any other command gets the flag through the environment, where every Node that it starts on the way opens an inspector, too.
        if (!command.IsNode) start.Environment[NodeOptions] = $"{OptionsOf(start)} {Inspect}".Trim();
        try
        {
            return new SpawnedTarget(Process.Start(start)!, marked, firstLine, command, options); // never null without UseShellExecute
        }
        catch (Win32Exception problem)
        {
            firstLine?.Dispose();
            var advice = command.IsNode ? "Install Node, or give the path of its binary" : "Check the command after --";
            throw new TargetException($"{command.Program} cannot be started: {Describe(problem)}. {advice}", problem);
        }
    }

    /// <summary>The next inspector that is announced by one of its Node processes.</summary>
    /// <exception cref="TargetExitedException">The program ended without announcing another one.</exception>
    public async Task<Uri> NextInspectorAsync(CancellationToken cancellation)
    {
        var next = _announced.Reader.WaitToReadAsync(cancellation).AsTask();
        await Task.WhenAny(next, _process.WaitForExitAsync(cancellation));
        cancellation.ThrowIfCancellationRequested();
        if (_process.HasExited) await Task.WhenAny(_reading, Task.Delay(LastOutput, _options.Time, cancellation));
        if (_announced.Reader.TryRead(out var address)) return address;
        var advice = _command.IsNode ? "" : ". Give the node command itself, which is observed from its first line: -- node app.js";
        throw new TargetExitedException(
            $"{_command.Text} {DescribeEnd(_process.ExitCode)}, before its inspector opened{advice}", _process.ExitCode, LastLines);
    }

    /// <summary>It has been held until now.</summary>
    public void MarkBegin() => _began = _options.Time.GetTimestamp();

    /// <summary>How it ended, and after how long.</summary>
    public string DescribeEnd(int? exitCode) => string.Create(
        CultureInfo.InvariantCulture,
        $"{TargetExitedException.Describe(exitCode)} after {(_lived ?? Age).TotalSeconds:0.#} s");

    private TimeSpan Age => _options.Time.GetElapsedTime(_began);

    /// <summary>All inspectors that its Node processes have announced so far, also those that are closed again.</summary>
    public IReadOnlyCollection<Uri> Inspectors => [.. _inspectors];

    /// <summary>What it consists of now (Linux).</summary>
    public IReadOnlyList<int> FindProcesses() => _marked.FindRunning(_process.Id);

    /// <summary>Whether another inspector has been announced that <see cref="NextInspectorAsync"/> has not returned yet.</summary>
    public bool HasNextInspector => _announced.Reader.TryPeek(out _);

    /// <summary>
    /// Its exit code once it has ended; null while it runs. Waits briefly, because sockets close before the exit is visible.
    /// </summary>
    public async Task<int?> FindExitCodeAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(ExitPatience, _options.Time);
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
            await _marked.EndAsync(_process.Id);
        }
        else if (!_process.HasExited)
        {
            if (!OperatingSystem.IsWindows()) MarkedProcesses.TrySend(_process.Id, Signals.Terminate);
            await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(_options.EndGrace, _options.Time));
            _process.Kill(entireProcessTree: true);
        }

        await Task.WhenAny(_reading, Task.Delay(LastOutput, _options.Time)); // an inherited pipe may outlive the program
        if (_reading.IsCompleted) _output.Dispose();
        _will.Dispose();
        _firstLine?.Dispose();
        _process.Dispose();
    }

    private static string? OptionsOf(ProcessStartInfo start) =>
        start.Environment.TryGetValue(NodeOptions, out var options) ? options : null;

    private async Task NoteEndAsync()
    {
        await _process.WaitForExitAsync();
        _lived = Age;
    }

    private static string Describe(Win32Exception problem) => problem.NativeErrorCode switch
    {
        2 => "no such program, here or on the PATH",
        13 => "it is not a program, or is not executable",
        _ => problem.Message,
    };
}
