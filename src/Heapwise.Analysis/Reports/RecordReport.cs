namespace Heapwise.Analysis.Reports;

/// <summary>Where a running process allocated. Schema <c>heapwise.record/1</c>.</summary>
public sealed record RecordReport() : ProcessReport(SchemaName)
{
    public const string SchemaName = "heapwise.record/1";

    /// <summary>The <c>.heapprofile</c> or <c>.heaptimeline</c>.</summary>
    public required string File { get; init; }

    public required long FileBytes { get; init; }

    public required long DurationMs { get; init; }

    public required bool StoppedEarly { get; init; }

    /// <summary>Whether it stopped because the program ended.</summary>
    public required bool ProgramEnded { get; init; }

    /// <summary>True if only objects that are still alive at the end are counted; false if all allocations are.</summary>
    public required bool OnlyLive { get; init; }

    /// <summary>True if allocations of Node and of libraries are attributed to the function of the application that called them.</summary>
    public required bool AppOnly { get; init; }

    /// <summary>Bytes of all sites.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>Null for a timeline.</summary>
    public required SamplingReport? Sampling { get; init; }

    /// <summary>Null for sampling.</summary>
    public required TimelineReport? Timeline { get; init; }

    /// <summary>Most bytes first.</summary>
    public required IReadOnlyList<AllocationSiteRow> Sites { get; init; }
}

public sealed record SamplingReport
{
    /// <summary>Bytes from one sample to the next, on average.</summary>
    public required long IntervalBytes { get; init; }

    /// <summary>What the process allocated a second just before; null if that was not measured.</summary>
    public required long? BytesPerSecond { get; init; }

    /// <summary>Samples that the bytes are based on.</summary>
    public required long Samples { get; init; }

    /// <summary>Samples taken, including those of objects that are gone.</summary>
    public required long SamplesTaken { get; init; }
}

public sealed record TimelineReport
{
    /// <summary>How long V8 took for its first look at the heap; it looks twenty times a second.</summary>
    public required long LookMs { get; init; }

    /// <summary>How long the process was stopped for the file.</summary>
    public required long PauseMs { get; init; }

    /// <summary>Bytes in the file of objects allocated meanwhile.</summary>
    public required long NewBytes { get; init; }

    public required long NewObjects { get; init; }

    /// <summary>Those of them that have a stack, which is what the sites are about.</summary>
    public required long TracedBytes { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<TimelineBar> Bars { get; init; }
}

/// <summary>Objects allocated in one stretch of time.</summary>
public sealed record TimelineBar
{
    public required long FromMs { get; init; }

    public required long ToMs { get; init; }

    /// <summary>Bytes alive when V8 first looked, up to 50 ms after their allocation.</summary>
    public required long NewBytes { get; init; }

    /// <summary>Bytes of them alive at the end.</summary>
    public required long SurvivingBytes { get; init; }
}
