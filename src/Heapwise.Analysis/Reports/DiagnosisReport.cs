using Heapwise.Analysis.Language;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>The answer of a diagnosis. Schema <c>heapwise.diagnosis/1</c>.</summary>
public sealed record DiagnosisReport
{
    public const string SchemaName = "heapwise.diagnosis/1";

    public string Schema { get; init; } = SchemaName;

    /// <summary>The language of the sentences: <c>en</c> or <c>zh</c>. Reports of earlier versions have none; they are English.</summary>
    public string Language { get; init => field = value ?? "en"; } = "en";

    public required Verdict Verdict { get; init; }

    /// <summary>
    /// How objects of the snapshots were matched: by structure where files are of different processes. Earlier versions have none, and
    /// compared by identity.
    /// </summary>
    public ComparedBy ComparedBy { get; init; }

    /// <summary>Why the verdict is what it is, in one or two sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>The program or the files, as the person named them.</summary>
    public required string Target { get; init; }

    /// <summary>The process that was examined. Null for files; earlier versions have none.</summary>
    public DiagnosedProcess? Process { get; init; }

    /// <summary>How the heap of the process was read. Null for files; earlier versions have none.</summary>
    public CaptureWay? Capture { get; init; }

    public required IReadOnlyList<RoundReport> Rounds { get; init; }

    public required GrowthReport Growth { get; init; }

    /// <summary>What the program was put under; null for files. Earlier versions have none.</summary>
    public LoadReport? Load { get; init; }

    /// <summary>What it did meanwhile; null for files. Earlier versions have none.</summary>
    public ActivityReport? Activity { get; init; }

    /// <summary>Why the run ended before its last round; null where it did not. Earlier versions have none.</summary>
    public EarlyEnd? Partial { get; init; }

    /// <summary>What a snapshot would cost the program, where none was taken; null where some were. Earlier versions have none.</summary>
    public SnapshotCost? SnapshotCost { get; init; }

    /// <summary>How each measure changed over the rounds.</summary>
    public required IReadOnlyList<TrendReport> Trends { get; init; }

    /// <summary>Fastest growing first.</summary>
    public required IReadOnlyList<FindingReport> Findings { get; init; }

    /// <summary>Findings that were left out on request; nothing else in this report counts them. Earlier versions have none.</summary>
    public IReadOnlyList<IgnoredFinding> Ignored { get; init => field = value ?? []; } = [];

    /// <summary>What grew in the first rounds and then stopped: a bound, or entries that expire. Earlier versions have none.</summary>
    public IReadOnlyList<BoundedHolderReport> Bounded { get; init => field = value ?? []; } = [];

    /// <summary>The load, as far as it may have hidden a leak: a leak that was found needs no hints.</summary>
    private static RunLoad? HintsOf(LeakDiagnosis diagnosis) => diagnosis.Leaks.Count > 0 ? null : diagnosis.Load;

    /// <summary>A diagnosis in words.</summary>
    public static DiagnosisReport From(LeakDiagnosis diagnosis, ReportLanguage language) => new()
    {
        Language = language.Code,
        Verdict = diagnosis.Verdict,
        ComparedBy = diagnosis.ComparedBy,
        Reason = language.Describe(diagnosis.Reason),
        Target = language.NameOf(diagnosis.Target),
        Process = ProcessOf(diagnosis),
        Capture = (diagnosis.Target as DiagnosisTarget.Program)?.Capture,
        Rounds = [.. diagnosis.Rounds.Select(RoundReport.From)],
        Growth = GrowthReport.From(diagnosis.BytesPerRound, diagnosis.Rounds),
        Load = diagnosis.Load is { } load ? LoadReport.From(load) : null,
        Activity = diagnosis.Activity is { } activity ? ActivityReport.From(activity, HintsOf(diagnosis), language) : null,
        Partial = diagnosis.End,
        SnapshotCost = diagnosis.SnapshotCost,
        Trends = [.. diagnosis.Trends.Select(trend => TrendReport.From(trend, language))],
        Findings = [.. diagnosis.Leaks.Select(leak => FindingReport.From(leak, language, ProcessOf(diagnosis)))],
        Bounded = [.. diagnosis.Bounded.Select(bounded => BoundedHolderReport.From(bounded, language))],
        Ignored = [.. diagnosis.Ignored.Select(leak => IgnoredFinding.From(leak, language))],
    };

    private static DiagnosedProcess? ProcessOf(LeakDiagnosis diagnosis) => (diagnosis.Target as DiagnosisTarget.Program)?.Process;
}

/// <summary>What looked like a leak until it stopped growing.</summary>
public sealed record BoundedHolderReport
{
    /// <summary>The name in words, as a finding would give it.</summary>
    public required string Path { get; init; }

    /// <summary>Entries in the last snapshot; null where it is no container, or no longer there.</summary>
    public required long? Entries { get; init; }

    /// <summary>True where what had accumulated is gone again because it expires or was work in progress.</summary>
    public required bool IsDrained { get; init; }

    public static BoundedHolderReport From(BoundedHolder bounded, ReportLanguage language) =>
        new() { Path = language.NameOf(bounded.Holder), Entries = bounded.Entries, IsDrained = bounded.IsDrained };
}

/// <summary>A finding that was left out on request.</summary>
public sealed record IgnoredFinding
{
    public required string Fingerprint { get; init; }

    public required string Title { get; init; }

    public static IgnoredFinding From(Leak leak, ReportLanguage language) =>
        new() { Fingerprint = leak.Fingerprint, Title = language.Describe(leak).Title };
}
