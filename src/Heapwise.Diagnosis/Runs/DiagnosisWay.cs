namespace Heapwise.Diagnosis.Runs;

/// <summary>How the heap of a live target is looked into.</summary>
public enum DiagnosisWay
{
    /// <summary>V8 writes snapshots, asked through the inspector.</summary>
    Snapshots,

    /// <summary>
    /// V8 samples allocations: the target pauses for garbage collections only, and what holds the objects stays unknown.
    /// </summary>
    Samples,

    /// <summary>The process's memory is copied, and snapshots are made of the copy.</summary>
    Outside,
}
