using System.CommandLine;
using System.CommandLine.Parsing;
using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Plots;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap;
using Heapwise.Live.Capture;
using Heapwise.Live.Recording;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise record</c>: which functions of a running process allocate, by sampling or by tracking every object.</summary>
internal sealed class RecordCommand : Verb
{
    private const int DefaultTop = 15;
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(30);

    private enum Objects
    {
        Live,
        All,
    }

    private const string HelpDetails =
        "V8 knows which function allocates, but not the line inside it: locations are where functions begin. Built-in functions such as "
        + "push, and functions that V8 has inlined, count towards their caller. Only the heap counts, not the contents of Buffers. "
        + "--sampling takes at most about 500 samples per second and pauses the process only at the end, for one garbage collection. "
        + "--timeline makes V8 visit all objects twenty times per second and ends with a snapshot, so it is refused where "
        + "'heapwise snapshot' would be (exit code 3). The program needs no change, and nothing is left behind in it.";

    private readonly TargetOption _target = new(mayStart: true);

    private readonly Option<bool> _sampling = new("--sampling")
    {
        Description = "sample allocations: cheap enough for production (the default)",
    };

    private readonly Option<bool> _timeline = new("--timeline")
    {
        Description = "track every object and whether it stays: slows the process down; not for production",
    };

    private readonly Option<TimeSpan?> _duration = new("--duration")
    {
        Description = "how long to record; Ctrl-C ends it early and keeps the file (30s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<Objects?> _objects = new("--objects")
    {
        Description = "sampling: live (still there at the end), or all including collected ones, Node 20 and later (live)",
        HelpName = "WHICH",
        CustomParser = OptionParsers.OneOf<Objects>,
    };

    private readonly Option<long?> _interval = new("--interval")
    {
        Description = "sampling: bytes between samples, such as 64K or 1M (derived from how much the process allocates)",
        HelpName = "SIZE",
        CustomParser = OptionParsers.Size,
    };

    private readonly Option<bool> _appOnly = new("--app-only")
    {
        Description = "allocations of Node and node_modules count towards the function that called them",
    };

    private readonly Option<int?> _top = new("--top", "-n")
    {
        Description = "functions to show; 0 for all (15; JSON has all)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    private readonly Option<string?> _file = new("--output", "-o")
    {
        Description = "the recording, for DevTools (Heap.DATE.TIME.PID.0.001.heapprofile or .heaptimeline)",
        HelpName = "FILE",
        CompletionSources = { Offers.Files },
    };

    private readonly Option<string?> _report = new("--report")
    {
        Description = "also write the result to a file, by its extension: .svg (flame graph), .html, .folded, .json, .md or .txt",
        HelpName = "FILE",
        CompletionSources = { Offers.Files },
    };

    private readonly Option<TimeSpan?> _maxPause = new("--max-pause")
    {
        Description = "timeline: refuse if the process would be paused for longer (30s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<bool> _force = new("--force") { Description = "timeline: record regardless of pause, memory and disk space" };

    public RecordCommand(Terminal terminal)
        : base(
            terminal, "record", "records which functions of a running Node process allocate", HelpDetails,
            new OutputOptions(hasFile: false, hasStacks: true) { ReadsSnapshots = false })
        => Takes(
        [
            .. _target.All, _sampling, _timeline, _duration, _objects, _interval, _appOnly, _top, _file, _report, _maxPause, _force,
        ]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise record 4711 --duration 1m",
            "One minute of process 4711: which functions allocated what is still there.") { IsLive = true },
        new("heapwise record 4711 --objects all --report flame.svg",
            "All allocations, including collected ones, and a flame graph of them.") { IsLive = true },
        new("heapwise record --inspect 127.0.0.1:9229 --timeline --duration 10s",
            "Every object of ten seconds, and the functions whose objects stay.") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var isTimeline = parsed.GetValue(_timeline);
        if (isTimeline && parsed.GetValue(_sampling)) throw new UsageException("give only one of --sampling and --timeline");
        if (isTimeline) Refuse(parsed, "--timeline", _objects, _interval);
        else Refuse(parsed, "--sampling", _maxPause, _force);
        var spec = _target.Resolve(parsed);
        var reportFile = parsed.GetValue(_report) is { } file ? output with { File = file, Format = FormatOf(file, output) } : null;
        if (parsed.GetValue(_file) is not { } recorded) OutputFile.RequireFolder(Environment.CurrentDirectory);
        else if (isTimeline) OutputFile.RequireReadable(recorded, output.Overwrites);
        else OutputFile.RequireReplaceable(recorded, output.Overwrites);

        var recording = await RecordAsync(parsed, output, spec, isTimeline, cancellation);

        Answer(output with { File = null }, recording, ClassOptions.RowLimit(parsed.GetValue(_top), output, DefaultTop));
        if (reportFile is null) return ExitCode.Success;
        Answer(reportFile, recording, ClassOptions.RowLimit(parsed.GetValue(_top), reportFile, DefaultTop));
        var next = reportFile.Format is ReportFormat.Svg or ReportFormat.Html ? "; open it in a browser" : "";
        if (output.Format == ReportFormat.Text) output.Say($"wrote {reportFile.File}{next}");
        return ExitCode.Success;
    }

    private async Task<Recording> RecordAsync(
        ParseResult parsed, Output output, TargetSpec spec, bool isTimeline, CancellationToken cancellation)
    {
        using var line = new ProgressLine(output.ShowsProgress ? output.Terminal : null);
        await using var target = await TargetOpening.OpenAsync(_target, spec, parsed, output, cancellation);
        using var onStop = cancellation.Register(() =>
        {
            line.Clear();
            output.Say("stopping; what was recorded so far is kept");
        });
        var recording = isTimeline
            ? await TrackAsync(parsed, output, target, line, cancellation)
            : await SampleAsync(parsed, target, line, output.Terminal.Hurry, cancellation);
        line.Clear();
        if (recording.Report.ProgramEnded && await target.LeaveEndedAsync() is > 0 and var code)
            output.Say($"{target.Name} {TargetExitedException.Describe(code)}{LastWords.Of(code, target.LastLines)}");
        return recording;
    }

    private async Task<Recording> SampleAsync(
        ParseResult parsed, NodeTarget target, ProgressLine line, CancellationToken hurry, CancellationToken cancellation)
    {
        var onlyLive = parsed.GetValue(_objects) != Objects.All;
        var options = new SamplingOptions
        {
            Duration = parsed.GetValue(_duration) ?? DefaultDuration,
            IntervalBytes = parsed.GetValue(_interval),
            IncludesCollected = !onlyLive,
        };
        var sampling = new AllocationSampling(target, options);
        var sampled = await sampling.RecordAsync(parsed.GetValue(_file), line.OfSampling(target.Name), cancellation, hurry);
        var profile = Shape(parsed, sampled.Frames.ToProfile());
        var report = Report(parsed, target, profile, sampled.Path, sampled.FileBytes, sampled.Duration, sampled.StoppedEarly) with
        {
            ProgramEnded = sampled.ProgramEnded,
            OnlyLive = onlyLive,
            Sampling = new SamplingReport
            {
                IntervalBytes = sampled.IntervalBytes,
                BytesPerSecond = sampled.BytesPerSecond,
                Samples = sampled.Samples,
                SamplesTaken = sampled.SamplesTaken,
            },
        };
        return new Recording(report, profile, "sample");
    }

    private async Task<Recording> TrackAsync(
        ParseResult parsed, Output output, NodeTarget target, ProgressLine line, CancellationToken cancellation)
    {
        var options = new CaptureOptions { Force = parsed.GetValue(_force), Rates = CacheFolder.LoadCaptureRates() };
        if (parsed.GetValue(_maxPause) is { } maxPause) options = options with { MaxPause = maxPause };
        var duration = parsed.GetValue(_duration) ?? DefaultDuration;
        var hurry = output.Terminal.Hurry;
        var timeline = new AllocationTimeline(target, options);
        var tracked = await timeline.RecordAsync(parsed.GetValue(_file), duration, line.OfTimeline(target.Name), cancellation, hurry);
        line.Clear();
        output.Trace($"reading {tracked.Path}");
        // The file is complete; whoever wants only the file stops a second time.
        using var snapshot = HeapSnapshot.Open(
            tracked.Path, new HeapOpenOptions { Complete = false, KeepTraces = true }, line.OfOpening(Path.GetFileName(tracked.Path)),
            hurry);
        var survivors = TracedSurvivors.FindIn(snapshot, tracked.LastIdBefore);
        var profile = Shape(parsed, survivors?.Profile ?? new AllocationProfile([new AllocationFrame(-1, "(root)", "", 0, 0, 0, 0)]));
        var report = Report(parsed, target, profile, tracked.Path, tracked.FileBytes, tracked.Duration, tracked.StoppedEarly) with
        {
            ProgramEnded = tracked.ProgramEnded,
            Timeline = new TimelineReport
            {
                LookMs = (long)tracked.Look.TotalMilliseconds,
                PauseMs = (long)tracked.Pause.TotalMilliseconds,
                NewBytes = survivors?.NewBytes ?? 0,
                NewObjects = survivors?.NewObjects ?? 0,
                TracedBytes = profile.TotalBytes,
                Bars = [.. tracked.Stretches.Select(Bar)],
            },
        };
        return new Recording(report, profile, "object");
    }

    private static TimelineBar Bar(TrackedStretch stretch) => new()
    {
        FromMs = (long)stretch.From.TotalMilliseconds,
        ToMs = (long)stretch.To.TotalMilliseconds,
        NewBytes = stretch.NewBytes,
        SurvivingBytes = stretch.LiveBytes,
    };

    private AllocationProfile Shape(ParseResult parsed, AllocationProfile profile) =>
        parsed.GetValue(_appOnly) ? profile.AttributedToApplication() : profile;

    private RecordReport Report(
        ParseResult parsed, NodeTarget target, AllocationProfile profile, string path, long bytes, TimeSpan duration,
        bool stoppedEarly)
    {
        return new RecordReport
        {
            ProcessId = target.ProcessId,
            Worker = target.Worker,
            NodeVersion = target.NodeVersion,
            Script = target.Script,
            File = ShortPath.Of(path),
            FileBytes = bytes,
            DurationMs = (long)duration.TotalMilliseconds,
            StoppedEarly = stoppedEarly,
            ProgramEnded = false,
            OnlyLive = true,
            AppOnly = parsed.GetValue(_appOnly),
            TotalBytes = profile.TotalBytes,
            Sampling = null,
            Timeline = null,
            Sites = [.. AllocationSites.From(profile.AttributedToScripts()).Select(AllocationSiteRow.From)],
        };
    }

    private static void Answer(Output output, Recording recording, int top)
    {
        var (report, profile, unit) = recording;
        var shown = report with { Sites = [.. report.Sites.Take(top)] };
        output.Write(
            () => ReportJson.Write(shown),
            () => RecordPage.Of(shown, report.Sites.Count),
            format => format == ReportFormat.Svg
                ? FlameGraph.Of(profile, RecordPage.Title(report), unit)
                : FoldedStacks.Write(profile),
            () => ReportData.Of(report, profile));
    }

    private static void Refuse(ParseResult parsed, string way, params Option[] options)
    {
        foreach (var option in options)
        {
            if (parsed.GetResult(option) is OptionResult { Implicit: false })
                throw new UsageException($"{option.Name} cannot be combined with {way}. See 'heapwise record --help'");
        }
    }

    /// <summary>Checked before the recording: afterwards it would be too late to learn that the result cannot be written.</summary>
    private static ReportFormat FormatOf(string file, Output output)
    {
        OutputFile.RequireWritable(file, output.Overwrites);
        return Path.GetExtension(file).ToUpperInvariant() switch
        {
            ".SVG" => ReportFormat.Svg,
            ".FOLDED" => ReportFormat.Folded,
            ".JSON" => ReportFormat.Json,
            ".MD" => ReportFormat.Md,
            ".HTML" => ReportFormat.Html,
            ".TXT" => ReportFormat.Text,
            _ => throw new UsageException($"--report {file}: the extension must be .svg, .folded, .html, .json, .md or .txt"),
        };
    }

    /// <param name="Report">Everything in numbers.</param>
    /// <param name="Profile">The stacks.</param>
    /// <param name="Unit">What the stacks count besides bytes.</param>
    private sealed record Recording(RecordReport Report, AllocationProfile Profile, string Unit);
}
