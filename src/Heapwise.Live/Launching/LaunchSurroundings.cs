namespace Heapwise.Live.Launching;

/// <summary>What the choice of flags depends on. All of it is read beforehand, so that choosing is pure.</summary>
public sealed record LaunchSurroundings
{
    /// <summary>The current value of the variable.</summary>
    public string? NodeOptions { get; init; }

    /// <summary>The memory limit of the control group; null where there is none below the machine's memory.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>The machine's memory, from which V8 derives its own limit; null where it is not known.</summary>
    public long? MachineMemoryBytes { get; init; }

    /// <summary>Where snapshots would be written, as a full path.</summary>
    public required string Folder { get; init; }

    /// <summary>Free space on the disk of the folder; null where it is not known.</summary>
    public long? FreeDiskBytes { get; init; }

    /// <summary>Snapshots that the folder already contains.</summary>
    public required IReadOnlyList<FileInfo> Earlier { get; init; }
}
