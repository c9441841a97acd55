using System.Diagnostics;
using System.Text;
using Heapwise.Live.Processes;
using Xunit;

namespace Heapwise.IntegrationTests;

/// <summary>
/// A Node program that a test runs next to itself: started, waited for by a line of its output, killed at the end.
/// Both outputs are read all the time (the program never blocks on a full pipe) and kept as lines.
/// </summary>
public sealed class NodeProgram : IAsyncDisposable
{
    /// <summary>
    /// A prefix for a program that this process traces: it puts a shell between the two. When the runtime asks which of its children have
    /// ended, the system also names a child that has only been stopped by its tracer. The runtime takes that for the end, and then never
    /// notices the real one.
    /// </summary>
    public static readonly IReadOnlyList<string> Apart = ["sh", "-c", "exec 3<&0; \"$@\" <&3 3<&- & exec 3<&-; wait $!", "sh"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Waiter)> _waiters = [];
    private readonly string? _ownedFolder;
    private readonly Task _reading;
    private readonly bool _isApart;

    private NodeProgram(Process process, string? ownedFolder, bool isApart)
    {
        (_process, _isApart) = (process, isApart);
        _ownedFolder = ownedFolder;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _errors));
    }

    /// <summary>Of the program, not of the shell before it (<see cref="Apart"/>).</summary>
    public int ProcessId => _isApart ? ProcTree.FindFamily(_process.Id).ElementAtOrDefault(1) : _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Lines of standard output so far.</summary>
    public IReadOnlyList<string> Output => Copy(_output);

    /// <summary>Lines of standard error so far.</summary>
    public IReadOnlyList<string> Errors => Copy(_errors);

    /// <summary>
    /// Writes the source into a file of its own (<c>.js</c>, or <c>.mjs</c> when asked), runs it under that Node major
    /// and waits until it prints a line that starts with <paramref name="ready"/> (null: does not wait). A <paramref name="prefix"/>
    /// is a command that runs the rest of its line.
    /// </summary>
    public static async Task<NodeProgram> RunSourceAsync(
        int major, string source, string? ready = "ready", string[]? nodeArguments = null, string extension = ".js",
        IReadOnlyList<string>? prefix = null)
    {
        var folder = Directory.CreateTempSubdirectory("heapwise-program-").FullName;
        var script = Path.Combine(folder, "app" + extension);
        await File.WriteAllTextAsync(script, source);
        const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        if (prefix is not null && !OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, ReadableByAll); // it may run as another user
        string[] line = [.. prefix ?? [], await NodeInstall.RequireAsync(major), .. nodeArguments ?? [], script];
        return await StartAsync(line, ready, folder, prefix == Apart);
    }

    /// <summary>Runs a script file with its arguments under that Node major.</summary>
    public static async Task<NodeProgram> RunFileAsync(
        int major, string script, string? ready = "ready", string[]? arguments = null, string[]? nodeArguments = null,
        IReadOnlyDictionary<string, string>? environment = null, IReadOnlyList<string>? prefix = null) =>
        await StartAsync(
            [.. prefix ?? [], await NodeInstall.RequireAsync(major), .. nodeArguments ?? [], script, .. arguments ?? []],
            ready,
            ownedFolder: null,
            prefix == Apart,
            environment);

    /// <summary>
    /// The next or an already printed line of standard output that fits. Fails with all output if the program ends first.
    /// </summary>
    public async Task<string> WaitForLineAsync(Func<string, bool> wanted)
    {
        TaskCompletionSource<string> waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_output.Find(line => wanted(line)) is { } line) return line;
            _waiters.Add((wanted, waiter));
        }

        var ended = _reading.ContinueWith(_ => { }, TaskScheduler.Default);
        var first = await Task.WhenAny(waiter.Task, ended).WaitAsync(Patience, TestContext.Current.CancellationToken);
        if (first == waiter.Task || waiter.Task.IsCompleted) return await waiter.Task;
        var printed = $"{string.Join('\n', Output)}\n{string.Join('\n', Errors)}";
        throw new InvalidOperationException($"The program ended before the line came. Its output:\n{printed}");
    }

    /// <summary>The exit code, once the program has ended and its output is read to the end.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Writes one line to the program's standard input.</summary>
    public async Task SendLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        if (_ownedFolder is not null) Directory.Delete(_ownedFolder, recursive: true);
    }

    private static async Task<NodeProgram> StartAsync(
        string[] line, string? ready, string? ownedFolder, bool isApart, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("NODE_OPTIONS");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        var program = new NodeProgram(Process.Start(start)!, ownedFolder, isApart); // never null without UseShellExecute
        try
        {
            if (ready is not null) await program.WaitForLineAsync(line => line.StartsWith(ready, StringComparison.Ordinal));
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    private async Task ReadAsync(StreamReader reader, List<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                lines.Add(line);
                if (lines != _output) continue;
                foreach (var (wanted, waiter) in _waiters)
                    if (wanted(line)) waiter.TrySetResult(line);
            }
        }
    }

    private List<string> Copy(List<string> lines)
    {
        lock (_lock) return [.. lines];
    }
}
