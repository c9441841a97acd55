using System.CommandLine;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Watching;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise top TARGET</c>: a process's memory over time, and whether it grows.</summary>
internal sealed class TopCommand : Verb
{
    private const string HelpDetails =
        "The floor is the heap that is left after full collections. The verdict says whether it is steady, growing (how fast, and how long "
        + "until the limit) or draining. Keys: q quits, g forces a collection and shows what it freed, s takes a snapshot if pause, memory "
        + "and disk space allow it. Without a terminal, each reading is a line. The output of a program started here is not shown in the "
        + "full-screen view.";

    private static readonly TimeSpan DefaultPace = TimeSpan.FromSeconds(1);

    private readonly TargetOption _target = new(mayStart: true);

    private readonly Option<TimeSpan?> _every = new("--every")
    {
        Description = "time between readings (1s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<TimeSpan?> _duration = new("--duration")
    {
        Description = "stop after this time (with q or Ctrl-C)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<string?> _record = new("--record")
    {
        Description = "write every reading to this file as a line of JSON",
        HelpName = "FILE",
        CompletionSources = { Offers.Files },
    };

    public TopCommand(Terminal terminal)
        : base(
            terminal, "top", "watches the memory of a process: heap floor, RSS, collections, loop delay, and a verdict", HelpDetails,
            new OutputOptions { ReadsSnapshots = false })
        => Takes([.. _target.All, _every, _duration, _record]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise top 4711", "Watch process 4711.") { IsLive = true },
        new("heapwise top --name server.js --duration 10m --record server.jsonl", "Ten minutes, recorded for later.") { IsLive = true },
        new("heapwise top -- node app.js", "Start a program and watch it; it is ended when the watching ends.") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var isScreen = output is { Format: ReportFormat.Text, File: null } && output.Terminal.OutputIsTerminal;
        var spec = _target.Resolve(parsed);
        var every = parsed.GetValue(_every) is { } requested && requested > TimeSpan.Zero ? requested : DefaultPace;
        await using var recorder = SampleRecorder.Open(parsed.GetValue(_record), output);
        var programOutput = isScreen ? Stream.Null : null;
        await using var target = await TargetOpening.OpenAsync(_target, spec, parsed, output, cancellation, programOutput);
        var sampler = await TargetSampler.StartAsync(target, cancellation);
        await target.LetRunAsync(cancellation);
        var history = new WatchHistory();
        TargetExitedException? ended;
        using (ITopView view = isScreen ? new TopScreen(output, target) : new TopLines(output))
        {
            var session = new TopSession(target, sampler, history, view, recorder, output);
            ended = await session.RunAsync(every, parsed.GetValue(_duration), cancellation);
        }

        if (ended is not null) output.Say(ended.Message + LastWords.Of(ended));
        if (history.Last is not { } last) return ExitCode.Success; // stopped before anything was seen
        var report = ReportOf(target, history, last);
        output.Write(() => ReportJson.Write(report), () => TopPage.Of(report));
        return ExitCode.Success;
    }

    private static TopReport ReportOf(NodeTarget target, WatchHistory history, WatchSample last) => new()
    {
        ProcessId = target.ProcessId,
        Worker = target.Worker,
        NodeVersion = target.NodeVersion,
        Script = target.Script,
        WatchedSeconds = last.Seconds,
        Samples = history.Count,
        Verdict = history.Judge(),
        Last = WatchSampleReport.From(last),
        Collections = history.Collections.Count == 0
            ? null
            : GcHeapReport.From(target.ProcessId, history.Collections, history.Watched, last.HeapLimitBytes, latest: []),
    };
}
