using Heapwise.Analysis.Language;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Suspects;
using Heapwise.Diagnosis.Runs;
using Heapwise.Diagnosis.Sources;
using Heapwise.Server.Snapshots;
using Heapwise.Server.Sources;

namespace Heapwise.Server.Findings;

/// <summary>
/// One analysis of snapshots, as <c>heapwise diagnose</c> makes it; what it found is put into words in any language. Nothing of a
/// snapshot is needed for that, so it may be closed meanwhile.
/// </summary>
internal sealed class FindingsRun
{
    private const int LinesAround = 6;

    private readonly IReadOnlyList<Source> _files;
    private readonly OpenHeaps _heaps;
    private readonly Action _changed;
    private readonly Task<Func<ReportLanguage, FindingsAnswer>> _found;
    private volatile Progress _now = new("opening", null);

    public FindingsRun(IReadOnlyList<Source> files, OpenHeaps heaps, Action changed, CancellationToken cancellation)
    {
        (_files, _heaps, _changed) = (files, heaps, changed);
        _found = Task.Run(() => FindAsync(cancellation), CancellationToken.None);
        Ended = _found.ContinueWith(_ => changed(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Completes when it has ended, whether it found something or failed.</summary>
    public Task Ended { get; }

    /// <summary>Whether it is worth another try.</summary>
    public bool HasFailed => _found.IsFaulted || _found.IsCanceled;

    public FindingsAnswer AnswerIn(ReportLanguage language)
    {
        if (_found.IsCompletedSuccessfully) return _found.Result(language);
        if (HasFailed)
        {
            var problem = _found.Exception?.InnerException?.Message ?? "The analysis was stopped.";
            return new FindingsAnswer { State = FindingsState.Failed, Error = problem };
        }

        var now = _now;
        return new FindingsAnswer { State = FindingsState.Running, Step = now.Step, Fraction = now.Fraction };
    }

    private async Task<Func<ReportLanguage, FindingsAnswer>> FindAsync(CancellationToken cancellation)
    {
        if (_files is [{ Kind: SourceKind.Diagnosis } report])
        {
            var read = ReportJson.ReadDiagnosis(await File.ReadAllTextAsync(report.Path, cancellation));
            var answer = Done(new DiskSources(), read.Findings.Select(finding => finding.Location)) with { Diagnosis = read };
            return _ => answer;
        }

        var last = _files[^1];
        using var lease = await _heaps.UseAsync(last, cancellation);
        return _files.Count == 1
            ? Suspect(last, lease.Heap, cancellation)
            : await DiagnoseAsync(last, lease.Heap, cancellation);
    }

    private Func<ReportLanguage, FindingsAnswer> Suspect(Source file, OpenHeap heap, CancellationToken cancellation)
    {
        Set(new Progress("analyzing", null));
        var found = SuspectAnalysis.Analyze(heap.Snapshot, new DiskSources(), cancellation: cancellation);
        var answer = Done(heap.CreateTexts(), found.Suspects.Select(suspect => LocationReport.From(suspect.Leak.Location.Statement)));
        return language => answer with { Suspects = SuspectsReport.From(found, file.Path, language), SnapshotId = file.Id };
    }

    private async Task<Func<ReportLanguage, FindingsAnswer>> DiagnoseAsync(Source last, OpenHeap heap, CancellationToken cancellation)
    {
        var diagnosis = new FileDiagnosis(
            [.. _files.Select(file => file.Path)], new Relay<DiagnosisNews>(Hear), new HashSet<string>(StringComparer.Ordinal), by: null,
            heap.Snapshot);
        var found = await diagnosis.RunAsync(cancellation);
        var answer = Done(heap.CreateTexts(), found.Leaks.Select(leak => LocationReport.From(leak.Location.Statement)));
        return language => answer with { Diagnosis = DiagnosisReport.From(found, language), SnapshotId = last.Id };
    }

    private static FindingsAnswer Done(ISourceTexts texts, IEnumerable<LocationReport?> places) => new()
    {
        State = FindingsState.Done,
        Sources = [.. places.Select(place => SourceLines.Find(texts, place, LinesAround))],
    };

    private void Hear(DiagnosisNews news)
    {
        if (news is not DiagnosisNews.UnderWay step) return;
        var file = _files[Math.Min(step.Round.Number, _files.Count - 1)].Name;
        Set(step.Step == DiagnosisStep.Reading
            ? new Progress($"reading {file}", (step.Round.Number + (step.Fraction ?? 0)) / _files.Count)
            : new Progress("analyzing", null));
    }

    private void Set(Progress now)
    {
        var before = _now;
        _now = now;
        if (before.Step != now.Step || Tick(before) != Tick(now)) _changed();
    }

    /// <summary>Pages hear of every fiftieth.</summary>
    private static int Tick(Progress progress) => (int)(50 * (progress.Fraction ?? 0));

    private sealed record Progress(string Step, double? Fraction);
}
