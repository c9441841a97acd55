using System.CommandLine;
using System.Text;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Plots;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Live.Attaching;
using Heapwise.Live.Files;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise gclog FILE</c>: what V8's own log of collections says.</summary>
internal sealed class GcLogCommand : Verb
{
    private const int DefaultLast = 10;

    private static readonly FileStreamOptions ReadingWhileWritten = new()
    {
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
        Share = FileShare.ReadWrite | FileShare.Delete,
    };

    private enum FailOn
    {
        Rising,
        Never,
    }

    private const string HelpDetails =
        "Reads the output of --trace-gc, --trace-gc-verbose and --trace-gc-nvp of Node 18 to 26, mixed with any other lines and behind the "
        + "prefixes of Docker, Kubernetes or pm2. The floor is the heap that is still used after a full collection: where it keeps rising, "
        + "something leaks. Pauses are the times the program was stopped. Each process, and each of its workers, has its own heap.";

    private readonly Argument<string> _file = new("FILE")
    {
        Description = "output of node --trace-gc, plain or gzipped; - reads standard input",
        CompletionSources = { Offers.Files },
    };

    private readonly Option<int?> _processId = new("--pid", "-p")
    {
        Description = "only this process, where the log has several",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    private readonly Option<int?> _last = new("--last")
    {
        Description = "how many of the latest collections to list (10)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    private readonly Option<string?> _plot = new("--plot")
    {
        Description = "plot heap, floor and pauses over time as SVG",
        HelpName = "FILE",
        CompletionSources = { Offers.Files },
    };

    private readonly Option<FailOn?> _failOn = new("--fail-on")
    {
        Description = "rising: exit with code 1 if the floor after full collections rises or V8 ran out of memory; or never (never)",
        HelpName = "VERDICT",
        CustomParser = OptionParsers.OneOf<FailOn>,
    };

    public GcLogCommand(Terminal terminal)
        : base(
            terminal, "gclog", "analyses a node --trace-gc log: pauses, allocation and the trend of the floor", HelpDetails,
            new OutputOptions { ReadsSnapshots = false })
        => Takes(_file, _processId, _last, _plot, _failOn);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise gclog gc.log", "A log written by: node --trace-gc app.js > gc.log"),
        new("heapwise gclog gc.log --plot gc.svg", "With a plot of the heap over time."),
        new("heapwise gclog soak.log --fail-on rising", "For CI: exit code 1 if the floor rises."),
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var file = parsed.GetRequiredValue(_file);
        var name = file == "-" ? "standard input" : file;
        var plot = parsed.GetValue(_plot);
        if (plot is not null && file != "-" && Path.GetFullPath(plot) == Path.GetFullPath(file))
            throw new UsageException($"--plot {plot}: is the log itself; name another file");
        if (plot is not null) OutputFile.RequireWritable(plot, output.Overwrites);
        var log = await ReadAsync(file, name, parsed.GetValue(_last) ?? DefaultLast, output, cancellation);
        var processId = parsed.GetValue(_processId);
        var heaps = GcLogReport.SelectHeaps(log, processId);
        if (heaps.Count == 0) throw new UsageException(log.Heaps.Count == 0 ? NoCollection(name, log) : NoProcess(name, log, processId));
        if (plot is not null) Draw(plot, name, heaps[0]);
        var report = GcLogReport.From(name, log, processId);
        output.Write(
            () => ReportJson.Write(report),
            () => GcLogPage.Of(report, RunsHere(report.Heaps[0].ProcessId)),
            data: () => ReportData.Of(report));
        return parsed.GetValue(_failOn) == FailOn.Rising && heaps.Any(Fails) ? ExitCode.Found : ExitCode.Success;
    }

    private static bool Fails(GcLogHeap heap) =>
        heap.Summary is { IsExhausted: true } or { FloorSource: FloorSource.FullCollections, Floor.Verdict: FloorVerdict.Growing };

    /// <summary>A log may be of another machine, or of a process that is gone.</summary>
    private static bool RunsHere(int processId) =>
        OperatingSystem.IsLinux() && NodeProcess.List().Any(process => process.ProcessId == processId);

    private static string NoCollection(string name, GcLog log)
    {
        var damaged = log.DamagedLines > 0
            ? $" ({Counts.Format(log.DamagedLines, "damaged line")}, first at line {log.FirstDamagedLine})"
            : "";
        var what = log.DamagedLines > 0 ? "complete garbage collection" : "garbage collection";
        return $"{name}: no {what} in {Counts.Format(log.Lines, "line")}{damaged}. Write a log with: node --trace-gc app.js > gc.log";
    }

    private static string NoProcess(string name, GcLog log, int? processId)
    {
        var known = log.Heaps.Select(heap => heap.ProcessId).Distinct().ToList();
        return $"{name}: no process {processId}. The log has {string.Join(", ", known.Take(10))}{(known.Count > 10 ? " and more" : "")}";
    }

    private static async Task<GcLog> ReadAsync(string file, string name, int last, Output output, CancellationToken cancellation)
    {
        if (Directory.Exists(file)) throw new UsageException($"{name}: is a folder; name a log");
        using var line = new ProgressLine(output.ShowsProgress ? output.Terminal : null);
        var started = output.Terminal.Time.GetTimestamp();
        try
        {
            await using var source = file == "-" ? Console.OpenStandardInput() : new FileStream(file, ReadingWhileWritten);
            await using var plain = await PlainStream.OpenAsync(source, cancellation);
            using var text = new StreamReader(plain, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 17);
            var progress = new LineProgress(lines => line.Show(
                $"{name}: {Counts.Format(lines, "line")}",
                source.CanSeek && source.Length > 0 ? (double)source.Position / source.Length : null));
            // A read of standard input cannot be cancelled; Ctrl-C does not wait for it.
            var log = await Task.Run(() => GcLog.Read(text, last, progress, cancellation), CancellationToken.None).WaitAsync(cancellation);
            var time = output.Terminal.Time.GetElapsedTime(started);
            output.Trace($"{name}: {Counts.Format(log.Lines, "line")} read in {Durations.Format(time)}");
            return log;
        }
        catch (InvalidDataException damaged)
        {
            throw new UsageException($"{name}: looks gzipped but cannot be unpacked; compress it again, or give the plain log", damaged);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{name}: cannot be read: {FileErrors.Describe(failure)}", failure);
        }
    }

    private static void Draw(string file, string name, GcLogHeap heap)
    {
        try
        {
            File.WriteAllText(file, GcPlot.Of($"{name}, process {heap.ProcessId}", heap.Tally, heap.Summary));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: cannot be written: {FileErrors.Describe(failure)}", failure);
        }
    }

    private sealed class LineProgress(Action<long> show) : IProgress<long>
    {
        void IProgress<long>.Report(long value) => show(value);
    }
}
