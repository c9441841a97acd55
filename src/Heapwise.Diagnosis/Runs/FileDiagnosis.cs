using Heapwise.Analysis;
using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Reports;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap.Format;

namespace Heapwise.Diagnosis.Runs;

/// <summary>The same on snapshots taken earlier, of one process and after equal work, the earliest first. What files cannot tell (requests, memory outside the heap) stays unknown.</summary>
public sealed class FileDiagnosis(IReadOnlyList<string> files, IProgress<DiagnosisNews>? news, IReadOnlySet<string> ignored, AdviceTexts texts)
{
    /// <exception cref="DifferentProcessesException">The files are not of one process.</exception>
    /// <exception cref="SnapshotFormatException">One of them is not a snapshot.</exception>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public async Task<DiagnosisReport> RunAsync(CancellationToken cancellation)
    {
        await using var series = new SnapshotSeries();
        for (var i = 0; i < files.Count - 1; i++) await series.AddAsync(files[i], Watch(i), cancellation);
        using var last = await series.OpenLastAsync(files[^1], Watch(files.Count - 1), cancellation);

        news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Analyzing, RoundOf(files.Count - 1), null));
        List<RoundEvidence> rounds = [.. files.Select((file, i) => new RoundEvidence { Snapshot = file, Worth = SnapshotFolder.WorthOf(file), Ids = i < series.Earlier.Count ? series.Earlier[i] : null })];
        var target = texts.FromTo(Path.GetFileName(files[0]), Path.GetFileName(files[^1]));
        return await Task.Run(() => LeakAnalysis.Analyze(target, rounds, last, new AnalysisOptions { Sources = new DiskSources(), Ignored = ignored, Texts = texts }, cancellation), cancellation);
    }

    private Relay<double> Watch(int file) =>
        new(fraction => news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Reading, RoundOf(file), fraction)));

    private RoundPlan RoundOf(int file) => new(file == 0 ? RoundKind.Baseline : RoundKind.Usual, file, files.Count - 1, 1, TimeSpan.Zero);
}
