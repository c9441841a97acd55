using Heapwise.Analysis.Language;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Suspects;
using Heapwise.Diagnosis.Runs;
using Heapwise.Diagnosis.Sources;
using Heapwise.Server.Snapshots;
using Heapwise.Server.Sources;

namespace Heapwise.Server.Findings;

/// <summary>One analysis of snapshots, as <c>heapwise diagnose</c> makes it; its result is put into words in any language.</summary>
internal sealed class FindingsRun
{
    private const int LinesAround = 6;

    private readonly IReadOnlyList<Source> _files;
    private readonly OpenHeaps _heaps;
    private readonly Action _changed;
    private volatile Progress _now = new(FindingsState.Running, "opening", null, null);
    private LeakDiagnosis? _diagnosis;
    private SuspectFindings? _suspects;
    private DiagnosisReport? _report;
    private ISourceTexts _texts = new DiskSources();

    public FindingsRun(IReadOnlyList<Source> files, OpenHeaps heaps, Action changed)
    {
        (_files, _heaps, _changed) = (files, heaps, changed);
        Ended = Task.CompletedTask;
    }

    public Task Ended { get; private set; }

    public void Start(CancellationToken cancellation) => Ended = Task.Run(() => RunAsync(cancellation), CancellationToken.None);

    public FindingsAnswer AnswerIn(ReportLanguage language)
    {
        var now = _now;
        if (now.State != FindingsState.Done)
            return new FindingsAnswer { State = now.State, Step = now.Step, Fraction = now.Fraction, Error = now.Error };
        var diagnosis = _report ?? (_diagnosis is { } found ? DiagnosisReport.From(found, language) : null);
        var suspects = _suspects is { } suspected ? SuspectsReport.From(suspected, _files[0].Path, language) : null;
        var places = diagnosis?.Findings.Select(finding => finding.Location)
            ?? suspects?.Suspects.Select(suspect => suspect.Location)
            ?? [];
        return new FindingsAnswer
        {
            State = FindingsState.Done,
            Diagnosis = diagnosis,
            Suspects = suspects,
            Sources = [.. places.Select(place => SourceLines.Find(_texts, place, LinesAround))],
            SnapshotId = _report is null ? _files[^1].Id : null,
        };
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            if (_files is [{ Kind: SourceKind.Diagnosis } report])
                _report = ReportJson.ReadDiagnosis(await File.ReadAllTextAsync(report.Path, cancellation));
            else if (_files.Count == 1) await SuspectAsync(cancellation);
            else await DiagnoseAsync(cancellation);
            Set(new Progress(FindingsState.Done, null, null, null));
        }
        catch (OperationCanceledException)
        {
            Set(new Progress(FindingsState.Failed, null, null, "The analysis was stopped."));
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // Whatever goes wrong belongs on the page: there is nobody else to hear of it.
            Set(new Progress(FindingsState.Failed, null, null, problem.Message));
        }
    }

    private async Task SuspectAsync(CancellationToken cancellation)
    {
        using var lease = await _heaps.UseAsync(_files[0], cancellation);
        Set(new Progress(FindingsState.Running, "analyzing", null, null));
        _suspects = SuspectAnalysis.Analyze(lease.Heap.Snapshot, new DiskSources(), cancellation: cancellation);
        _texts = lease.Heap.Texts;
    }

    private async Task DiagnoseAsync(CancellationToken cancellation)
    {
        var news = new Relay<DiagnosisNews>(Hear);
        var ignored = new HashSet<string>(StringComparer.Ordinal);
        _diagnosis = await new FileDiagnosis([.. _files.Select(file => file.Path)], news, ignored, by: null).RunAsync(cancellation);
    }

    private void Hear(DiagnosisNews news)
    {
        if (news is not DiagnosisNews.UnderWay step) return;
        var file = _files[Math.Min(step.Round.Number, _files.Count - 1)].Name;
        Set(step.Step == DiagnosisStep.Reading
            ? new Progress(FindingsState.Running, $"reading {file}", (step.Round.Number + (step.Fraction ?? 0)) / (_files.Count + 1), null)
            : new Progress(FindingsState.Running, "analyzing", (double)_files.Count / (_files.Count + 1), null));
    }

    private void Set(Progress now)
    {
        var before = _now;
        _now = now;
        if (before.State != now.State || before.Step != now.Step || Tick(before) != Tick(now)) _changed();
    }

    /// <summary>Pages hear of every fiftieth.</summary>
    private static int Tick(Progress progress) => (int)(50 * (progress.Fraction ?? 0));

    private sealed record Progress(FindingsState State, string? Step, double? Fraction, string? Error);
}
