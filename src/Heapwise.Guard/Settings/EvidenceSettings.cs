namespace Heapwise.Guard.Settings;

/// <summary>What may be done to a process to find out what is wrong with it, and what is kept of that.</summary>
public sealed record EvidenceSettings
{
    /// <summary>Where files are written.</summary>
    public required string Folder { get; init; }

    /// <summary>How many snapshots of a process are kept.</summary>
    public required int MaxSnapshots { get; init; }

    /// <summary>How much all files in the folder may take, bytes.</summary>
    public required long DiskQuotaBytes { get; init; }

    /// <summary>The least time between two times that a process is captured.</summary>
    public required TimeSpan Cooldown { get; init; }

    /// <summary>Whether a process is captured once when it is warm and healthy.</summary>
    public required bool TakesBaseline { get; init; }

    /// <summary>How long after the first snapshot of a pair the second is taken.</summary>
    public required TimeSpan SecondAfter { get; init; }

    /// <summary>How long a process may stand still: at most half of the time after which something restarts it.</summary>
    public required TimeSpan MaxPause { get; init; }

    /// <summary>What the inspector may be opened for.</summary>
    public required InspectorUse Inspector { get; init; }

    /// <summary>Whether a pair is diagnosed at once.</summary>
    public required bool Diagnoses { get; init; }
}

/// <summary>What the inspector of a process may be opened for.</summary>
public enum InspectorUse
{
    Never,

    /// <summary>When something is wrong, and the heap cannot be read from outside.</summary>
    Evidence,

    /// <summary>At every turn, where the heap cannot be read from outside.</summary>
    Readings,
}
