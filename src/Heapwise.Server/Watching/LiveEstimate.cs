using Heapwise.Analysis.Process;

namespace Heapwise.Server.Watching;

/// <summary>What a snapshot would cost.</summary>
public sealed record LiveEstimate
{
    public required CaptureWay Way { get; init; }

    public required long? PauseMs { get; init; }

    public required long? FileBytes { get; init; }

    /// <summary>What the process' memory would grow by.</summary>
    public required long? ExtraBytes { get; init; }

    /// <summary>Why it is not safe; null where it is.</summary>
    public required string? Refusal { get; init; }
}
