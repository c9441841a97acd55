using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Verification;

namespace Heapwise.Analysis.Reports;

/// <summary>One scenario as it was measured on one version of Node.</summary>
public sealed record BaselineRun
{
    public required string Scenario { get; init; }

    /// <summary>As Node prints it.</summary>
    public required string Node { get; init; }

    /// <summary>Operating system and architecture.</summary>
    public required string Platform { get; init; }

    /// <summary>Of what was run: the load, the rounds, the command.</summary>
    public required string Hash { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Used heap after the warm-up and after each round.</summary>
    public required IReadOnlyList<long> HeapFloorBytes { get; init; }

    public required double? BytesPerRequest { get; init; }

    public required long? PeakRssBytes { get; init; }

    public required IReadOnlyList<BaselineFinding> Findings { get; init; }

    /// <summary>The version of Node without its minor part: heaps of one major version are alike.</summary>
    private string NodeMajor => Node.Split('.')[0];

    /// <summary>Whether both measured the same thing.</summary>
    public bool IsComparableTo(BaselineRun other) => IsOfSamePlace(other) && Hash == other.Hash;

    public bool IsOfSamePlace(BaselineRun other) =>
        Scenario == other.Scenario && NodeMajor == other.NodeMajor && Platform == other.Platform;

    public static BaselineRun From(string scenario, string hash, string platform, DiagnosisReport run) => new()
    {
        Scenario = scenario,
        Node = run.Process?.NodeVersion ?? "unknown",
        Platform = platform,
        Hash = hash,
        Verdict = run.Verdict,
        HeapFloorBytes = [.. run.Rounds.Where(round => !round.IsConfirmation).Select(round => round.HeapUsedBytes ?? 0)],
        BytesPerRequest = run.Growth.BytesPerRequest,
        PeakRssBytes = run.Process?.PeakRssBytes,
        Findings = [.. run.Findings.Select(finding => BaselineFinding.From(finding, KnownLeaks.Of(finding, run)))],
    };
}

/// <summary>A leak that was there when the baseline was taken.</summary>
public sealed record BaselineFinding
{
    public required string Fingerprint { get; init; }

    public required string Title { get; init; }

    /// <summary>The holder's name as the program writes it; null where there is none.</summary>
    public required string? Holder { get; init; }

    /// <summary>The class of what accumulates; null where growth leaves no objects.</summary>
    public required string? Entry { get; init; }

    public required double BytesPerRound { get; init; }

    public required double? BytesPerRequest { get; init; }

    /// <summary>Null where the leak does not keep pace with time.</summary>
    public required double? BytesPerSecond { get; init; }

    public required Confidence Confidence { get; init; }

    internal static BaselineFinding From(FindingReport finding, KnownLeak leak) => new()
    {
        Fingerprint = leak.Fingerprint,
        Title = finding.Title,
        Holder = leak.HolderName,
        Entry = leak.EntryClass,
        BytesPerRound = leak.Growth.BytesPerRound,
        BytesPerRequest = leak.Growth.BytesPerRequest,
        BytesPerSecond = leak.Growth.BytesPerSecond,
        Confidence = leak.Confidence,
    };

    internal KnownLeak ToKnownLeak() =>
        new(Fingerprint, Holder, Entry, new GrowthRate(BytesPerRound, BytesPerRequest, BytesPerSecond), Confidence);
}
