namespace Heapwise.Store.Sqlite;

/// <summary>How a local history is kept.</summary>
public sealed record HistoryOptions
{
    /// <summary>What is oldest and finest is deleted beyond this size.</summary>
    public long MaxBytes { get; init; } = HistoryFile.DefaultMaxBytes;

    /// <summary>Whether everything is also kept for a server until that has it.</summary>
    public bool Ships { get; init; }
}
