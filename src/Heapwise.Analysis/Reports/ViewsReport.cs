using Heapwise.Analysis.Leaks.Clusters;

namespace Heapwise.Analysis.Reports;

/// <summary>Memory of ArrayBuffers that lives only through small views of it.</summary>
public sealed record ViewsReport
{
    /// <summary>Buffers, typed arrays and DataViews that leak.</summary>
    public required long Count { get; init; }

    /// <summary>The length of one of them; null for files of snapshots, which have no lengths.</summary>
    public required long? BytesEach { get; init; }

    /// <summary>ArrayBuffers that they keep.</summary>
    public required long Buffers { get; init; }

    public required long BufferBytes { get; init; }

    /// <summary>Whether the ArrayBuffers are slabs of Node's pool of small Buffers.</summary>
    public required bool Pooled { get; init; }

    public static ViewsReport? From(KeptBuffers? kept) => kept is null
        ? null
        : new ViewsReport
        {
            Count = kept.Views,
            BytesEach = kept.ViewBytes,
            Buffers = kept.Buffers,
            BufferBytes = kept.BufferBytes,
            Pooled = kept.ArePooled,
        };
}
