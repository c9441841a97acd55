using Heapwise.Heap.Index;

namespace Heapwise.Analysis.Reports;

/// <summary>The indexes of opened snapshots, last used first. Schema <c>heapwise.cache/1</c>.</summary>
public sealed record CacheReport
{
    public const string SchemaName = "heapwise.cache/1";

    public string Schema { get; init; } = SchemaName;

    public required string Folder { get; init; }

    public required long LimitBytes { get; init; }

    public required long TotalBytes { get; init; }

    /// <summary>What this run removed.</summary>
    public required int RemovedFiles { get; init; }

    public required long RemovedBytes { get; init; }

    /// <summary>Snapshot files that this run indexed.</summary>
    public required IReadOnlyList<string> Added { get; init; }

    public required IReadOnlyList<CacheRow> Indexes { get; init; }

    public static CacheReport From(
        string folder,
        long limitBytes,
        IReadOnlyList<IndexEntry> entries,
        (int Files, long Bytes) removed,
        IReadOnlyList<string> added)
    {
        return new CacheReport
        {
            RemovedFiles = removed.Files,
            RemovedBytes = removed.Bytes,
            Added = added,
            Folder = folder,
            LimitBytes = limitBytes,
            TotalBytes = entries.Sum(entry => entry.Bytes),
            Indexes = [.. entries.Select(entry => new CacheRow { File = entry.Path, Bytes = entry.Bytes, LastUsed = entry.LastUsed })],
        };
    }
}

public sealed record CacheRow
{
    public required string File { get; init; }

    public required long Bytes { get; init; }

    public required DateTimeOffset LastUsed { get; init; }
}
