namespace Heapwise.Analysis.GarbageCollection;

/// <summary>One collection of one heap. What the source does not report is null.</summary>
public readonly record struct GcEvent
{
    public required GcKind Kind { get; init; }

    /// <summary>The end of the pause, since the start of the process or of the observation.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>How long the program was stopped.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>Marking steps since the last full collection. They run between the program's own work and stop it, too, briefly.</summary>
    public required TimeSpan Steps { get; init; }

    /// <summary>Requested by the program or a tool, not by need.</summary>
    public required bool IsForced { get; init; }

    public GcSizes? Sizes { get; init; }

    /// <summary>Bytes of objects moved to the old generation.</summary>
    public long? PromotedBytes { get; init; }

    /// <summary>V8's reason, and after a semicolon why it chose this collector, in V8's words.</summary>
    public string? Cause { get; init; }

    /// <summary>Null for a process that is watched: it has one heap.</summary>
    public GcHeapId? Heap { get; init; }

    /// <summary>True if everything was collected that could be.</summary>
    public bool IsFull => Kind == GcKind.MarkCompact;

    public bool IsYoung => Kind is GcKind.Scavenge or GcKind.MinorMarkSweep;
}
