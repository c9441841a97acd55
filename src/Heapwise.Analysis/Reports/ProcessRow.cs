namespace Heapwise.Analysis.Reports;

/// <summary>One process of a <see cref="ProcessesReport"/>.</summary>
public sealed record ProcessRow
{
    public required int Pid { get; init; }

    /// <summary>The pid as the process itself sees it, inside a container.</summary>
    public required int OwnPid { get; init; }

    /// <summary>The closest process of this list that it descends from; null where there is none.</summary>
    public required int? ParentPid { get; init; }

    public required int UserId { get; init; }

    public required string? Version { get; init; }

    public required string? Script { get; init; }

    public required string Command { get; init; }

    /// <summary>The names of its worker threads, at most 15 characters each; null before Node 24, where they cannot be seen.</summary>
    public required IReadOnlyList<string>? WorkerThreads { get; init; }

    public required double AgeSeconds { get; init; }

    public required long RssBytes { get; init; }

    /// <summary>Null if V8 chose the limit itself.</summary>
    public required long? HeapLimitBytes { get; init; }

    /// <summary>The memory limit over the process, by its control group; null if there is none.</summary>
    public required long? CgroupLimitBytes { get; init; }

    public required long? CgroupUsedBytes { get; init; }

    /// <summary>The address of the inspector; null if it is not active, or if that cannot be seen.</summary>
    public required string? Inspector { get; init; }

    public required bool CanAttach { get; init; }

    /// <summary>Why not, as a sentence; null if it can.</summary>
    public required string? Obstacle { get; init; }

    /// <summary>The same without the process: equal for all that have this obstacle.</summary>
    public required string? ObstacleReason { get; init; }
}
