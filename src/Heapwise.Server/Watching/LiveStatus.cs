namespace Heapwise.Server.Watching;

/// <summary>How a watched process is.</summary>
public record LiveStatus
{
    public required int Pid { get; init; }

    public required LivePhase State { get; init; }

    public required string? Error { get; init; }

    public required string? NodeVersion { get; init; }

    public required string? Script { get; init; }

    public required IReadOnlyList<LiveSpace> Spaces { get; init; }

    public required LiveActivity? Activity { get; init; }

    /// <summary>The latest forced collection.</summary>
    public required LiveCollection? Collection { get; init; }

    /// <summary>Sources that were taken here, the earliest first.</summary>
    public required IReadOnlyList<string> Taken { get; init; }
}
