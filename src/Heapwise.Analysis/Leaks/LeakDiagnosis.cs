using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Leaks;

/// <summary>The outcome of an analysis as facts, without words.</summary>
public sealed record LeakDiagnosis
{
    public required DiagnosisTarget Target { get; init; }

    /// <summary>How objects of the snapshots were matched.</summary>
    public required ComparedBy ComparedBy { get; init; }

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

    /// <summary>What the program did meanwhile; null for files.</summary>
    public ProgramActivity? Activity { get; init; }

    /// <summary>What it was put under; null for files.</summary>
    public RunLoad? Load { get; init; }

    /// <summary>Why there are fewer rounds than were meant; null where there are not.</summary>
    public EarlyEnd? End { get; init; }

    /// <summary>What a snapshot would cost, where none was taken; null where some were.</summary>
    public SnapshotCost? SnapshotCost { get; init; }

    /// <summary>Leaks that were left out on request.</summary>
    public required IReadOnlyList<Leak> Ignored { get; init; }

    /// <summary>The same of a run that ended early: that nothing leaked in fewer rounds is no answer.</summary>
    public LeakDiagnosis EndedBy(EarlyEnd end) => Verdict == Verdict.NoLeak
        ? this with { End = end, Verdict = Verdict.Inconclusive, Reason = new VerdictReason.EndedEarly(Rounds.Count - 1) }
        : this with { End = end };

    /// <summary>The same of a process that did not serve the load: that nothing leaked in it says nothing.</summary>
    /// <param name="servedBy">Who served it instead, for a message; null where that is not known.</param>
    public LeakDiagnosis WithoutLoad(string? servedBy) => Verdict == Verdict.NoLeak
        ? this with { Verdict = Verdict.Inconclusive, Reason = new VerdictReason.NotServed(servedBy) }
        : this;
}

/// <summary>What was diagnosed.</summary>
public abstract record DiagnosisTarget
{
    private DiagnosisTarget()
    {
    }

    /// <summary>A program, as the person named it.</summary>
    public sealed record Program(string Name) : DiagnosisTarget
    {
        /// <summary>The process that was examined; null where that is not known.</summary>
        public DiagnosedProcess? Process { get; init; }

        /// <summary>How its heap was read.</summary>
        public CaptureWay Capture { get; init; }
    }

    /// <summary>A series of snapshot files.</summary>
    public sealed record Files(string First, string Last) : DiagnosisTarget;
}
