namespace Heapwise.Server.Watching;

/// <summary>A process that can be watched, or why it cannot.</summary>
public sealed record LiveProcessRow
{
    public required int Pid { get; init; }

    /// <summary>The file of its script, or its pid.</summary>
    public required string Name { get; init; }

    public required string? Version { get; init; }

    public required string? Script { get; init; }

    public required string Command { get; init; }

    public required double AgeSeconds { get; init; }

    public required long RssBytes { get; init; }

    public required long? HeapLimitBytes { get; init; }

    public required long? CgroupLimitBytes { get; init; }

    public required long? CgroupUsedBytes { get; init; }

    public required bool CanAttach { get; init; }

    public required string? Obstacle { get; init; }
}
