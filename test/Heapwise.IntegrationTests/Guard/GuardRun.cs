using System.Text.Json;
using Heapwise.IntegrationTests.Cli;
using Heapwise.Store.Opening;

namespace Heapwise.IntegrationTests.Guard;

/// <summary><c>heapwise guard</c> in a process and a folder of its own.</summary>
internal sealed class GuardRun : IAsyncDisposable
{
    private readonly RunningProgram _program;

    private GuardRun(RunningProgram program) => _program = program;

    public int ProcessId => _program.ProcessId;

    public string Folder => _program.Folder;

    public string Errors => _program.Errors;

    public string Output => _program.Output;

    /// <summary>The events of the log so far.</summary>
    public IReadOnlyList<JsonElement> Events
    {
        get
        {
            var file = Path.Combine(Folder, "events.jsonl");
            return File.Exists(file)
                ? [.. File.ReadAllText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
                    JsonDocument.Parse(line).RootElement)]
                : [];
        }
    }

    /// <summary>Rule and state of all alerts so far: <c>heap-near-limit firing</c>.</summary>
    public IReadOnlyList<string> Alerts =>
    [
        .. Events.Where(happened => happened.GetProperty("kind").GetString() == "alert")
            .Select(happened => $"{happened.GetProperty("rule").GetString()} {happened.GetProperty("state").GetString()}"),
    ];

    public IReadOnlyList<string> Snapshots
    {
        get
        {
            var folder = Path.Combine(Folder, "heap-snapshots");
            return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.heapsnapshot").Order(StringComparer.Ordinal)] : [];
        }
    }

    public static Task<GuardRun> WatchAsync(NodeProgram target, string settings = LeakingProgram.Settings, params string[] options) =>
        StartAsync(["--pid", $"{target.ProcessId}", .. options], settings);

    public static async Task<GuardRun> StartAsync(
        IEnumerable<string> options, string settings = LeakingProgram.Settings, IReadOnlyDictionary<string, string>? environment = null,
        IReadOnlyList<string>? prefix = null) => new(await RunningProgram.StartAsync(
            ["guard", .. options],
            new Dictionary<string, string> { ["heapwise.json"] = settings },
            new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["XDG_STATE_HOME"] = StateFolder },
            prefix));

    private static string StateFolder { get; } = Directory.CreateTempSubdirectory("heapwise-state-").FullName;

    public HistorySource OpenHistory() => HistorySource.OpenFile(Path.Combine(Folder, "history.db"));

    public Task WaitForAsync(string text) => _program.WaitForAsync(text);

    public Task<int> WaitForExitAsync() => _program.WaitForExitAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
