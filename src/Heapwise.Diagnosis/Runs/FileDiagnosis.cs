using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Survivors;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap.Format;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// The same on snapshots taken earlier, of one process and after equal work, the earliest first. What files cannot tell
/// (requests, memory outside the heap) stays unknown.
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
        List<Round> rounds = [.. files.Select((file, i) => RoundAt(file, i < series.Earlier.Count ? series.Earlier[i] : null))];
        var target = new DiagnosisTarget.Files(Path.GetFileName(files[0]), Path.GetFileName(files[^1]));
        var analysis = new AnalysisOptions { Sources = new DiskSources(), Ignored = ignored };
        return await Task.Run(() => LeakAnalysis.Analyze(target, rounds, last, analysis, cancellation), cancellation);
    }

    private static Round RoundAt(string file, SnapshotIds? ids) =>
        new() { Load = new RoundLoad(Requests: null, SnapshotFolder.WeightOf(file)), SnapshotFile = file, Ids = ids };

    private Relay<double> Watch(int file) =>
        new(fraction => news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Reading, RoundOf(file), fraction)));

    private RoundPlan RoundOf(int file) => new(file == 0 ? RoundKind.Baseline : RoundKind.Usual, file, files.Count - 1, 1, TimeSpan.Zero);
}
