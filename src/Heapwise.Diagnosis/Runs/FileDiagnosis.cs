using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Survivors;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap;
using Heapwise.Heap.Format;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// The same on snapshots taken earlier, of one process and after equal work, the earliest first. What files cannot tell
/// (requests, memory outside the heap) stays unknown; the time between them does not matter where it is not known.
/// </summary>
public sealed class FileDiagnosis(IReadOnlyList<string> files, IProgress<DiagnosisNews>? news, IReadOnlySet<string> ignored)
{
    /// <exception cref="DifferentProcessesException">The files are not of one process.</exception>
    /// <exception cref="SnapshotFormatException">One of them is not a snapshot.</exception>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public async Task<LeakDiagnosis> RunAsync(CancellationToken cancellation)
    {
        await using var series = new SnapshotSeries();
        for (var i = 0; i < files.Count - 1; i++) await series.AddAsync(files[i], Watch(i), cancellation);
        using var last = await series.OpenLastAsync(files[^1], Watch(files.Count - 1), cancellation);

        news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Analyzing, RoundOf(files.Count - 1), null));
        var times = SnapshotTimes.FindBetween(files);
        List<Round> rounds = [.. files.Select((_, i) => RoundAt(i, i < series.Earlier.Count ? series.Earlier[i] : null, times, last))];
        var target = new DiagnosisTarget.Files(Path.GetFileName(files[0]), Path.GetFileName(files[^1]));
        var analysis = new AnalysisOptions { Sources = new DiskSources(), Ignored = ignored };
        return await Task.Run(() => LeakAnalysis.Analyze(target, rounds, last, analysis, cancellation), cancellation);
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
