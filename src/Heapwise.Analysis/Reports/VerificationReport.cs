using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Reports;

/// <summary>A program before and after a repair. Schema <c>heapwise.verify/1</c>.</summary>
public sealed record VerificationReport
{
    public const string SchemaName = "heapwise.verify/1";

    public string Schema { get; init; } = SchemaName;

    public required VerificationVerdict Verdict { get; init; }

    /// <summary>Why the verdict is what it is, in one or two sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>What the report was of.</summary>
    public required string Before { get; init; }

    /// <summary>What was run now.</summary>
    public required string After { get; init; }

    /// <summary>The baseline and the rounds, those of the same number side by side; as many as the longer of the two runs has.</summary>
    public required IReadOnlyList<VerifiedRound> Rounds { get; init; }

    /// <summary>The findings of the report in its order, then those that it does not have.</summary>
    public required IReadOnlyList<VerifiedFinding> Findings { get; init; }

    /// <summary>Findings of either run that do not count.</summary>
    public required IReadOnlyList<IgnoredFinding> Ignored { get; init; }

    /// <summary>All that is known of the run after.</summary>
    public required DiagnosisReport Diagnosis { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<VerificationVerdict>))]
public enum VerificationVerdict
{
    /// <summary>All findings are gone, and none is new.</summary>
    [JsonStringEnumMemberName("fixed")]
    Fixed,

    [JsonStringEnumMemberName("not-fixed")]
    NotFixed,

    [JsonStringEnumMemberName("inconclusive")]
    Inconclusive,
}

[JsonConverter(typeof(JsonStringEnumConverter<FindingOutcome>))]
public enum FindingOutcome
{
    [JsonStringEnumMemberName("gone")]
    Gone,

    /// <summary>Still there, at a lower rate.</summary>
    [JsonStringEnumMemberName("shrunk")]
    Shrunk,

    [JsonStringEnumMemberName("still-there")]
    StillThere,

    /// <summary>The place is clean, but the same objects gather elsewhere, or the same holder in another way.</summary>
    [JsonStringEnumMemberName("moved")]
    Moved,

    /// <summary>The report does not have it.</summary>
    [JsonStringEnumMemberName("new")]
    New,
}

/// <summary>A round of both runs; null where a run has no such round, or is of files.</summary>
public sealed record VerifiedRound
{
    public required int? BeforeRequests { get; init; }

    public required int? AfterRequests { get; init; }

    /// <summary>Used heap after a forced collection.</summary>
    public required long? BeforeHeapUsedBytes { get; init; }

    public required long? AfterHeapUsedBytes { get; init; }
}

/// <summary>What became of a finding.</summary>
public sealed record VerifiedFinding
{
    public required FindingOutcome Outcome { get; init; }

    /// <summary>As in the report; of a new finding its own.</summary>
    public required string Fingerprint { get; init; }

    public required string Pattern { get; init; }

    public required string Title { get; init; }

    /// <summary>Null for a new finding.</summary>
    public required GrowthReport? Before { get; init; }

    /// <summary>Null where it is gone.</summary>
    public required GrowthReport? After { get; init; }

    /// <summary>The fingerprint among the findings of the diagnosis; null where it is gone.</summary>
    public required string? AfterFingerprint { get; init; }
}
