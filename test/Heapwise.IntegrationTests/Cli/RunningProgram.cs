using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>heapwise in its own process and folder: <c>run</c> replaces its process by another program, which a test must not do.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Task _reading;

    private RunningProgram(Process process, string folder)
    {
        _process = process;
        Folder = folder;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _errors));
    }

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "heapwise");

    public string Folder { get; }

    public int ProcessId => _process.Id;

    public string Output => Copy(_output);

    public string Errors => Copy(_errors);

    /// <param name="arguments">After <c>heapwise</c>.</param>
    /// <param name="files">Written into the folder before, by name.</param>
    /// <param name="environment">Added to ours, without its <c>NODE_OPTIONS</c>.</param>
    /// <param name="prefix">A command that runs the rest of its line.</param>
    public static async Task<RunningProgram> StartAsync(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? files = null,
        IReadOnlyDictionary<string, string>? environment = null,
        IReadOnlyList<string>? prefix = null)
    {
        var folder = Directory.CreateTempSubdirectory("heapwise-run-").FullName;
        foreach (var (name, text) in files ?? new Dictionary<string, string>())
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
            if (!OperatingSystem.IsWindows() && name.EndsWith(".sh", StringComparison.Ordinal))
            {
                File.SetUnixFileMode(Path.Combine(folder, name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        string[] line = [.. prefix ?? [], Executable, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("NODE_OPTIONS");
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new RunningProgram(Process.Start(start)!, folder); // null only where a shell would reuse a process
    }

    public async Task SendAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        _process.StandardInput.Close();
    }

    /// <summary>Waits until the program has printed it on either output.</summary>
    public async Task WaitForAsync(string text)
    {
        var start = Stopwatch.GetTimestamp();
        while (!Output.Contains(text, StringComparison.Ordinal) && !Errors.Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited && _reading.IsCompleted)
            {
                Assert.Fail($"ended with code {_process.ExitCode} before '{text}' came:\n{Output}\n{Errors}");
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"'{text}' has not come:\n{Output}\n{Errors}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The exit code, once all output is read; 128 plus the signal for one that a signal ended.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            lock (text) text.Append(buffer, 0, count);
        }
    }

    private static string Copy(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
