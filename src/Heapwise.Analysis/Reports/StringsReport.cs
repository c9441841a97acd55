using Heapwise.Heap;
using Heapwise.Heap.Facts.Strings;

namespace Heapwise.Analysis.Reports;

/// <summary>Strings of equal content held more than once, most wasted bytes first. Schema <c>heapwise.strings/1</c>.</summary>
public sealed record StringsReport
{
    public const string SchemaName = "heapwise.strings/1";

    /// <summary>Node ids listed for each string.</summary>
    private const int MaxIds = 20;

    public string Schema { get; init; } = SchemaName;

    public required string File { get; init; }

    /// <summary>Bytes of all strings.</summary>
    public required long StringBytes { get; init; }

    /// <summary>What holding each string once would free, over all duplicates, including those not listed.</summary>
    public required long WastedBytes { get; init; }

    /// <summary>All strings held more than once; <see cref="Duplicates"/> may list fewer.</summary>
    public required long DuplicateCount { get; init; }

    public required IReadOnlyList<DuplicateStringRow> Duplicates { get; init; }

    public static StringsReport From(HeapSnapshot snapshot, int top = int.MaxValue)
    {
        var all = snapshot.DuplicateStrings;
        return new StringsReport
        {
            File = snapshot.Source,
            StringBytes = snapshot.Statistics.StringBytes,
            WastedBytes = all.Sum(text => text.WastedBytes),
            DuplicateCount = all.Count,
            Duplicates = [.. all.OrderByDescending(text => text.WastedBytes).Take(top).Select(text => Row(snapshot, text))],
        };
    }

    private static DuplicateStringRow Row(HeapSnapshot snapshot, DuplicateString text) => new()
    {
        Value = text.Value,
        Length = text.Length ?? text.Value.Length,
        Truncated = text.Length is not null,
        Count = text.Count,
        ShallowBytes = text.ShallowBytes,
        RetainedBytes = text.RetainedBytes,
        WastedBytes = text.WastedBytes,
        NodeIds = [.. text.Nodes.Take(MaxIds).Select(node => snapshot.Graph.IdOf(node).Value)],
    };
}

public sealed record DuplicateStringRow
{
    /// <summary>The string as far as the snapshot has it.</summary>
    public required string Value { get; init; }

    public required long Length { get; init; }

    /// <summary>True if the snapshot cut the string off.</summary>
    public required bool Truncated { get; init; }

    public required long Count { get; init; }

    public required long ShallowBytes { get; init; }

    public required long RetainedBytes { get; init; }

    public required long WastedBytes { get; init; }

    /// <summary>The first of the nodes that hold the string.</summary>
    public required IReadOnlyList<long> NodeIds { get; init; }
}
