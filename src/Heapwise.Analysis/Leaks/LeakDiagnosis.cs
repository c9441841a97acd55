using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Leaks;

/// <summary>The outcome of an analysis as facts, without words.</summary>
public sealed record LeakDiagnosis
{
    public required DiagnosisTarget Target { get; init; }

    public required Verdict Verdict { get; init; }

    public required VerdictReason Reason { get; init; }

    public required IReadOnlyList<Round> Rounds { get; init; }

    /// <summary>Growth of everything that leaks, or of the heap's floor where nothing does.</summary>
    public required double BytesPerRound { get; init; }

    /// <summary>The trend of each measure over the rounds.</summary>
    public required IReadOnlyList<MeasureTrend> Trends { get; init; }

    /// <summary>Fastest growing first.</summary>
    public required IReadOnlyList<Leak> Leaks { get; init; }

    /// <summary>What grew in the first rounds and then stopped.</summary>
    public required IReadOnlyList<BoundedHolder> Bounded { get; init; }

    /// <summary>Leaks that were left out on request.</summary>
    public required IReadOnlyList<Leak> Ignored { get; init; }
}

/// <summary>What was diagnosed.</summary>
public abstract record DiagnosisTarget
{
    private DiagnosisTarget()
    {
    }

    /// <summary>A program, as the person named it.</summary>
    public sealed record Program(string Name) : DiagnosisTarget;

    /// <summary>A series of snapshot files.</summary>
    public sealed record Files(string First, string Last) : DiagnosisTarget;
}
