using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Structure;
using Heapwise.Analysis.Survivors;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap;
using Heapwise.Heap.Format;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// The same on snapshots taken earlier, of one process and after equal work, the earliest first. What files cannot tell
/// (requests, memory outside the heap) stays unknown; the time between them does not matter where it is not known. Files whose ids do not
/// match are compared by structure. They are read again for that, one at a time.
/// </summary>
/// <param name="files">The snapshots, earliest first.</param>
/// <param name="news">Who watches.</param>
/// <param name="ignored">Fingerprints that do not count.</param>
/// <param name="by">How to compare; null: by identity where that is possible.</param>
/// <param name="opened">The last of the files, if it is open already; it stays the caller's.</param>
public sealed class FileDiagnosis(
    IReadOnlyList<string> files, IProgress<DiagnosisNews>? news, IReadOnlySet<string> ignored, ComparedBy? by,
    HeapSnapshot? opened = null)
{
    /// <exception cref="DifferentProcessesException">The files are to be compared by identity, and are not of one process.</exception>
    /// <exception cref="SnapshotFormatException">One of them is not a snapshot.</exception>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public async Task<LeakDiagnosis> RunAsync(CancellationToken cancellation)
    {
        if (by == ComparedBy.Structure) return await Task.Run(() => CompareByStructure(cancellation), cancellation);
        try
        {
            return await CompareByIdentityAsync(cancellation);
        }
        catch (DifferentProcessesException) when (by is null)
        {
            return await Task.Run(() => CompareByStructure(cancellation), cancellation);
        }
    }

    private async Task<LeakDiagnosis> CompareByIdentityAsync(CancellationToken cancellation)
    {
        await using var series = new SnapshotSeries();
        for (var i = 0; i < files.Count - 1; i++) await series.AddAsync(files[i], Watch(i), cancellation);
        using var own = opened is null ? await series.OpenLastAsync(files[^1], Watch(files.Count - 1), cancellation) : null;
        if (opened is not null) await series.EndWithAsync(opened, cancellation);
        var last = own ?? opened!; // one of them is there

        news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Analyzing, RoundOf(files.Count - 1), null));
        var times = SnapshotTimes.FindBetween(files);
        List<Round> rounds = [.. files.Select((_, i) => RoundAt(i, i < series.Earlier.Count ? series.Earlier[i] : null, times, last))];
        return await Task.Run(() => LeakAnalysis.Analyze(Target(), rounds, last, Options(), cancellation), cancellation);
    }

    private LeakDiagnosis CompareByStructure(CancellationToken cancellation)
    {
        var earlier = new List<StructureCensus>();
        for (var i = 0; i < files.Count - 1; i++)
        {
            using var snapshot = Open(i, cancellation);
            earlier.Add(StructureCensus.From(snapshot, cancellation));
        }

        using var own = opened is null ? Open(files.Count - 1, cancellation) : null;
        var last = own ?? opened!; // one of them is there
        news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Analyzing, RoundOf(files.Count - 1), null));
        long[] heaps = [.. earlier.Select(census => census.HeapBytes), last.Statistics.V8HeapBytes];
        var rounds = heaps.Select((bytes, i) => new Round
        {
            Load = new RoundLoad(Requests: null),
            Readings = new Dictionary<Measure, long> { [Measure.HeapUsed] = bytes },
            SnapshotFile = files[i],
        });
        return StructureAnalysis.Analyze(Target(), [.. rounds], earlier, last, Options(), cancellation);
    }

    /// <summary>The files by their names, or as they were given where their names are one.</summary>
    private DiagnosisTarget.Files Target()
    {
        var (first, last) = (Path.GetFileName(files[0]), Path.GetFileName(files[^1]));
        return first == last ? new DiagnosisTarget.Files(files[0], files[^1]) : new DiagnosisTarget.Files(first, last);
    }

    private AnalysisOptions Options() =>
        new() { Sources = new DiskSources(), Ignored = ignored, IsStructureAsked = by == ComparedBy.Structure };

    private HeapSnapshot Open(int file, CancellationToken cancellation)
    {
        var watch = Watch(file);
        var relay = new Relay<OpenProgress>(state => watch.Report(state.Fraction));
        return OutsideHeaps.IsCore(files[file])
            ? OutsideHeaps.OpenCore(files[file], progress: relay, cancellation: cancellation)
            : HeapSnapshot.Open(files[file], progress: relay, cancellation: cancellation);
    }

    private Round RoundAt(int at, SnapshotIds? ids, IReadOnlyList<double>? times, HeapSnapshot last) => new()
    {
        Load = new RoundLoad(
            Requests: null,
            SnapshotFolder.WeightOf(files[at]),
            Time: times is not null && at > 0 ? new RoundTime(times[at - 1], IsOwnWork: false) : null),
        Readings = new Dictionary<Measure, long> { [Measure.HeapUsed] = ids?.HeapBytes ?? last.Statistics.V8HeapBytes },
        SnapshotFile = files[at],
        Ids = ids,
    };

    private Relay<double> Watch(int file) =>
        new(fraction => news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Reading, RoundOf(file), fraction)));

    private RoundPlan RoundOf(int file) => new(file == 0 ? RoundKind.Baseline : RoundKind.Usual, file, files.Count - 1, 1, TimeSpan.Zero);
}
