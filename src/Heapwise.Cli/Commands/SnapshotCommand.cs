using System.CommandLine;
using System.Globalization;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Diagnosis.Runs;
using Heapwise.Guard.Evidence;
using Heapwise.Live.Attaching;
using Heapwise.Live.Capture;
using Heapwise.Live.Files;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Heapwise.Outside.Copying;
using Heapwise.Outside.Failures;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise snapshot --pid N</c>: a heap snapshot of a running process, into a file.</summary>
internal sealed class SnapshotCommand : Verb
{
    private const string HelpDetails =
        "Garbage is collected first. The process is paused while the snapshot is taken; if the pause, its memory limit or the disk do not "
        + "allow it, the process's memory is copied and the snapshot made of the copy, where that can be done (--outside), or else nothing "
        + "is done (exit code 3). The cost is estimated from the used heap and from what earlier snapshots cost on this "
        + "machine; if the estimate is too high, the objects are counted first, which takes a small part of the pause. The program needs "
        + "no change: its inspector is open only during the capture. A file appears complete or not at all. V8 renumbers objects when an "
        + "inspector disconnects, so take snapshots to be compared with one command and --count; "
        + "those that are written stay, whatever happens to the next. With --outside (Linux x64, official Node 18 to 26), threads are "
        + "stopped only until their memory is copied, at most --max-pause (500ms); no garbage is collected, and native objects are not "
        + "in the file. It needs the rights of a debugger.";

    private readonly TargetOption _target = new();

    private readonly Option<string?> _file = new("--output", "-o")
    {
        Description = "the snapshot file (Heap.DATE.TIME.PID.0.001.heapsnapshot)",
        HelpName = "FILE",
        CompletionSources = { Offers.Files },
    };

    private readonly Option<TimeSpan?> _maxPause = new("--max-pause")
    {
        Description = "refuse if the process would be paused for longer (30s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<int?> _count = new("--count")
    {
        Description = "snapshots to take while attached, for 'heapwise diff' (1)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    private readonly Option<TimeSpan?> _every = new("--every")
    {
        Description = "time between snapshots (60s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<TimeSpan?> _wait = new("--wait")
    {
        Description = "wait up to this long for a quiet moment: an event loop that is busy at most a tenth of the time",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<bool> _compress = new("--compress")
    {
        Description = "gzip the file and end its name in .gz; so does such a name",
    };

    private readonly Option<bool> _outside = new("--outside")
    {
        Description = "read the process's memory instead of asking V8: a pause of about 0.3 s a gigabyte, no memory, no inspector",
    };

    private readonly Option<int?> _thread = new("--thread")
    {
        Description = "with --outside: a worker thread by the id that the system gave it, as 'heapwise guard' and 'top -H' show it",
        HelpName = "ID",
        CustomParser = OptionParsers.Count,
    };

    private readonly Option<bool> _noOutside = new("--no-outside")
    {
        Description = "where V8's snapshot would cost too much, take none, and do not copy the memory instead",
    };

    private readonly Option<bool> _oneAtATime = new("--one-at-a-time")
    {
        Description = "wait, up to 10 minutes, while another run with this option captures on this machine",
    };

    private readonly Option<bool> _force = new("--force") { Description = "take it regardless of pause, memory and disk space" };

    public SnapshotCommand(Terminal terminal)
        : base(
            terminal, "snapshot", "takes a heap snapshot of a running Node process", HelpDetails,
            new OutputOptions(hasFile: false) { ReadsSnapshots = false })
        => Takes([.. _target.All, _file, _count, _every, _maxPause, _wait, _compress, _outside, _thread, _noOutside, _oneAtATime, _force]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise snapshot 4711 -o app.heapsnapshot", "A snapshot of process 4711.") { IsLive = true },
        new("heapwise snapshot 4711 -o app.heapsnapshot --count 3 --every 10m",
            "Three to compare, ten minutes apart: app.1.heapsnapshot and so on.") { IsLive = true },
        new("heapwise snapshot --inspect 127.0.0.1:9229 --max-pause 5s",
            "A process started with --inspect, if the pause is at most 5 seconds.") { IsLive = true },
        new("heapwise snapshot 4711 --wait 10m --compress", "In a quiet moment within the next ten minutes, gzipped.") { IsLive = true },
        new("heapwise snapshot 4711 --outside -o outside.heapsnapshot",
            "Of a process that may not pause, or does not answer.") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var spec = _target.Resolve(parsed);
        var file = FileOf(parsed);
        var options = new CaptureOptions
        {
            Force = parsed.GetValue(_force),
            Compresses = parsed.GetValue(_compress) || IsGzip(file),
            Rates = CacheFolder.LoadCaptureRates(),
        };
        if (parsed.GetValue(_maxPause) is { } maxPause) options = options with { MaxPause = maxPause };
        var count = Math.Max(1, parsed.GetValue(_count) ?? 1);
        if (file is null) OutputFile.RequireFolder(Environment.CurrentDirectory);
        else for (var number = 1; number <= count; number++) OutputFile.RequireReplaceable(NameOf(file, number, count), output.Overwrites);

        if (parsed.GetValue(_outside)) RequireOutsideAlone(parsed);
        else if (parsed.GetValue(_thread) is not null)
            throw new UsageException("--thread needs --outside; PID/worker:N names a worker thread to V8");
        var report = parsed.GetValue(_outside)
            ? await TakeOutsideAsync(parsed, spec, file, options.Compresses, output, cancellation)
            : await TakeOneWayOrTheOtherAsync(parsed, spec, file, options, output, cancellation);
        output.Write(() => ReportJson.Write(report), () => SnapshotPage.Of(report));
        return ExitCode.Success;
    }

    private void RequireOutsideAlone(ParseResult parsed)
    {
        foreach (Option option in (Option[])[_wait, _noOutside, _force, _target.Timeout, _target.MoveInspector])
        {
            if (parsed.GetResult(option) is { Implicit: false })
                throw new UsageException($"{option.Name} cannot be combined with --outside. See 'heapwise snapshot --help'");
        }
    }

    /// <summary>Through the inspector; from outside where the first of them is refused.</summary>
    private async Task<SnapshotReport> TakeOneWayOrTheOtherAsync(
        ParseResult parsed, TargetSpec spec, string? file, CaptureOptions options, Output output, CancellationToken cancellation)
    {
        var taken = new List<CapturedSnapshot>();
        try
        {
            return await TakeAsync(parsed, spec, file, options, taken, output, cancellation);
        }
        catch (CaptureRefusedException refused) when (taken.Count == 0 && MayCopy(parsed, spec))
        {
            output.Say($"{refused.Message}. Its memory is copied instead (--outside; not with --no-outside)");
            try
            {
                return await TakeOutsideAsync(parsed, spec, file, options.Compresses, output, cancellation);
            }
            catch (OutsideException problem)
            {
                throw new CaptureRefusedException($"{refused.Message}, and it cannot be copied: {problem.Message}");
            }
        }
    }

    private bool MayCopy(ParseResult parsed, TargetSpec spec) =>
        OperatingSystem.IsLinux() && !parsed.GetValue(_noOutside) && spec is TargetSpec.RunningProcess { Worker: null };

    private async Task<SnapshotReport> TakeAsync(
        ParseResult parsed, TargetSpec spec, string? file, CaptureOptions options, List<CapturedSnapshot> taken, Output output,
        CancellationToken cancellation)
    {
        using var line = new ProgressLine(output.ShowsProgress ? output.Terminal : null);
        await using var target = await TargetOpening.OpenAsync(_target, spec, parsed, output, cancellation);
        using var onStop = cancellation.Register(() =>
        {
            line.Clear();
            output.Say("stopping: the inspector is closed as soon as the process resumes");
        });
        var capture = new SnapshotCapture(target, options);
        await RepeatAsync(parsed, file, output, taken, TakeOneAsync, captured => captured.Path, cancellation);
        return Report(target, taken);

        async Task<CapturedSnapshot> TakeOneAsync(string? name)
        {
            if (parsed.GetValue(_wait) is { } patience && !options.Force)
                await QuietMoment.WaitAsync(target, patience, line.OfWaiting(target.Name), cancellation);
            var captured = await capture.CaptureAsync(name, line.OfCapture(target.Name), cancellation);
            line.Clear();
            return captured;
        }
    }

    private async Task<SnapshotReport> TakeOutsideAsync(
        ParseResult parsed, TargetSpec spec, string? file, bool compresses, Output output, CancellationToken cancellation)
    {
        if (spec is not TargetSpec.RunningProcess { Worker: null, ProcessId: var processId })
            throw new UsageException(
                "--outside reads a process of this machine: name it by PID or --name, and a worker thread by --thread ID");
        var process = NodeProcess.List().FirstOrDefault(process => process.ProcessId == processId);
        var outside = new OutsideOptions { MaxPause = parsed.GetValue(_maxPause) ?? OutsideOptions.DefaultMaxPause };
        if (parsed.GetValue(_thread) is { } thread) outside = outside with { Worker = FindWorker(processId, thread, outside) };
        using var snapshots = new OutsideSnapshots(processId, outside, compresses, output.Terminal.Time);
        var taken = new List<OutsideSnapshot>();
        await RepeatAsync(
            parsed, file, output, taken, name => snapshots.TakeAsync(name, cancellation), snapshot => snapshot.Path, cancellation);
        return Report(processId, process, taken);
    }

    private static OutsideWorker FindWorker(int processId, int thread, OutsideOptions outside)
    {
        var workers = OutsideWorker.FindAll(processId, outside);
        var ids = string.Join(", ", workers.Select(worker => worker.ThreadId));
        var known = workers.Count == 0 ? "it has none" : $"its worker threads are {ids}";
        return workers.FirstOrDefault(worker => worker.ThreadId == thread)
            ?? throw new TargetException($"process {processId} has no worker thread {thread} with a heap: {known}");
    }

    /// <summary>As many as are wanted, with the time between them.</summary>
    private async Task RepeatAsync<T>(
        ParseResult parsed, string? file, Output output, List<T> taken, Func<string?, Task<T>> take, Func<T, string> pathOf,
        CancellationToken cancellation)
    {
        var count = Math.Max(1, parsed.GetValue(_count) ?? 1);
        var every = parsed.GetValue(_every) ?? TimeSpan.FromSeconds(60);
        while (true)
        {
            using (parsed.GetValue(_oneAtATime) ? await CaptureTurn.TakeAsync(output.Terminal.Time, cancellation) : null)
                taken.Add(await take(file is null ? null : NameOf(file, taken.Count + 1, count)));
            if (taken.Count == count) return;
            output.Say($"wrote {ShortPath.Of(pathOf(taken[^1]))}; the next one in {Durations.Format(every)}");
            await Task.Delay(every, output.Terminal.Time, cancellation);
        }
    }

    /// <summary>Each of several has its number before the extension.</summary>
    private static string NameOf(string file, int number, int count) => count == 1 ? file : Numbered(file, number);

    /// <summary>A gzipped file is named as one; a pipe or a device has its name already.</summary>
    private string? FileOf(ParseResult parsed)
    {
        var file = parsed.GetValue(_file);
        var isNamed = file is null || IsGzip(file) || !parsed.GetValue(_compress) || OutputPlace.Find(file).Kind == OutputKind.Stream;
        return isNamed ? file : file + ".gz";
    }

    private static string Numbered(string file, int number)
    {
        var extension = IsGzip(file) ? Path.GetExtension(file[..^3]) + file[^3..] : Path.GetExtension(file);
        return string.Create(CultureInfo.InvariantCulture, $"{file[..^extension.Length]}.{number}{extension}");
    }

    private static bool IsGzip(string? file) => file is not null && file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static SnapshotReport Report(int processId, NodeProcess? process, List<OutsideSnapshot> taken) => new()
    {
        ProcessId = processId,
        NodeVersion = process?.Version ?? "of an unknown version",
        Script = process?.Script,
        Way = CaptureWay.Outside,
        Snapshots =
        [
            .. taken.Select(snapshot => new SnapshotRow
            {
                File = ShortPath.Of(snapshot.Path),
                FileBytes = snapshot.FileBytes,
                CopiedBytes = snapshot.Cost.CopiedBytes,
                Stops = snapshot.Cost.Attempts,
                Nodes = snapshot.FileBytes > 0 ? snapshot.Contents.Nodes : 0,
                PauseMs = (long)snapshot.Cost.Pause.TotalMilliseconds,
            }),
        ],
    };

    private static SnapshotReport Report(NodeTarget target, List<CapturedSnapshot> taken) => new()
    {
        ProcessId = target.ProcessId,
        Worker = target.Worker,
        NodeVersion = target.NodeVersion,
        Script = target.Script,
        Way = CaptureWay.Inspector,
        Snapshots =
        [
            .. taken.Select(captured => new SnapshotRow
            {
                File = ShortPath.Of(captured.Path),
                FileBytes = captured.FileBytes,
                HeapUsedBytes = captured.HeapUsedBytes,
                Nodes = captured.Nodes,
                PauseMs = (long)captured.Pause.TotalMilliseconds,
                EstimatedPauseMs = (long)captured.Estimate.Pause.TotalMilliseconds,
                EstimatedFileBytes = captured.Estimate.FileBytes,
                EstimatedNodes = captured.Estimate.Nodes,
                WereNodesCounted = captured.Estimate.IsCounted,
            }),
        ],
    };
}
