using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Rendering;
using Heapwise.Live.Capture;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise snapshot --pid N</c>: a heap snapshot of a running process, into a file.</summary>
internal sealed class SnapshotCommand : Verb
{
    private readonly TargetOption _target = new();
    private readonly Option<string?> _file = new("--output", "-o") { Description = "the snapshot's file (Heap.DATE.TIME.PID.0.001.heapsnapshot)", HelpName = "FILE" };

    private readonly Option<TimeSpan?> _maxPause = new("--max-pause")
    {
        Description = "refuse where the process would stand still for longer (30s)",
        HelpName = "TIME",
        CustomParser = Values.Duration,
    };

    private readonly Option<bool> _force = new("--force") { Description = "take it whatever pause, memory and disk say" };

    public SnapshotCommand(Terminal terminal)
        : base(
            terminal, "snapshot", "takes a heap snapshot of a running Node process",
            "Garbage is collected first. The process stands still meanwhile; where the pause, its memory limit or the disk do not allow that, nothing is done (exit code 3). The program needs no change: its inspector is opened for the time of the capture only. A file appears whole or not at all.",
            new OutputOptions(hasFile: false))
        => Takes(_target.ProcessId, _target.Inspector, _file, _maxPause, _force);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise snapshot --pid 4711 -o before.heapsnapshot", "A snapshot of process 4711."),
        new("heapwise snapshot --inspect 127.0.0.1:9229 --max-pause 5s", "Of a process started with --inspect, if that takes 5 seconds at the most."),
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var spec = _target.Resolve(parsed);
        var options = new CaptureOptions { Force = parsed.GetValue(_force) };
        if (parsed.GetValue(_maxPause) is { } maxPause) options = options with { MaxPause = maxPause };
        using var line = new ProgressLine(output.ShowsProgress ? output.Terminal : null);
        await using var target = await NodeTarget.OpenAsync(spec, options: null, cancellation);
        output.Trace($"attached to {target.Name}, Node {target.NodeVersion}");
        using var onStop = cancellation.Register(() =>
        {
            line.Clear();
            output.Say("stopping: as soon as the process goes on, its inspector is closed");
        });
        var captured = await new SnapshotCapture(target, options).CaptureAsync(parsed.GetValue(_file), line.OfCapture(target.Name), cancellation);
        line.Clear();
        var report = Report(target, captured);
        output.Write(() => ReportJson.Write(report), () => SnapshotPage.Of(report));
        return ExitCode.Success;
    }

    private static SnapshotReport Report(NodeTarget target, CapturedSnapshot captured) => new()
    {
        File = Path.GetRelativePath(Environment.CurrentDirectory, captured.Path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? captured.Path : relative,
        FileBytes = captured.FileBytes,
        HeapUsedBytes = captured.HeapUsedBytes,
        PauseMs = (long)captured.Pause.TotalMilliseconds,
        EstimatedPauseMs = (long)captured.Estimate.Pause.TotalMilliseconds,
        EstimatedFileBytes = captured.Estimate.FileBytes,
        ProcessId = target.ProcessId,
        NodeVersion = target.NodeVersion,
        Script = target.Script,
    };
}
