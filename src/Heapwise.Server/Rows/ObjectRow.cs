using Heapwise.Heap;
using Heapwise.Heap.Facts.Reachability;
using Heapwise.Heap.Graph;

namespace Heapwise.Server.Rows;

/// <summary>One object in a list.</summary>
public record ObjectRow
{
    private const int MaxNameLength = 200;

    public required long Id { get; init; }

    public required ObjectKind Kind { get; init; }

    /// <summary>V8's node type.</summary>
    public required string Type { get; init; }

    public required string ClassName { get; init; }

    /// <summary>What tells it from others of its class, cut to 200 characters.</summary>
    public required string Name { get; init; }

    public required long SelfBytes { get; init; }

    public required long RetainedBytes { get; init; }

    /// <summary>Edges from a root; null where only weak edges lead there.</summary>
    public required int? Distance { get; init; }

    public required int EdgeCount { get; init; }

    public required int RetainerCount { get; init; }

    /// <summary>Objects that it dominates immediately.</summary>
    public required int DominatedCount { get; init; }

    internal static ObjectRow From(HeapSnapshot snapshot, NodeIndex node) => new()
    {
        Id = snapshot.Graph.IdOf(node).Value,
        Kind = ObjectKinds.Of(snapshot, node),
        Type = snapshot.Graph.TypeNameOf(node),
        ClassName = snapshot.Classes.NameOf(node),
        Name = NameOf(snapshot, node),
        SelfBytes = snapshot.Graph.ShallowSizeOf(node),
        RetainedBytes = snapshot.Dominators.RetainedSizeOf(node),
        Distance = DistanceOf(snapshot, node),
        EdgeCount = snapshot.Graph.EdgeCountOf(node),
        RetainerCount = snapshot.Retainers.CountOf(node),
        DominatedCount = snapshot.Dominators.ChildrenOf(node).Length,
    };

    internal static int? DistanceOf(HeapSnapshot snapshot, NodeIndex node) =>
        snapshot.Distances.Of(node) is var distance and not Distances.Unreached ? distance : null;

    internal static string NameOf(HeapSnapshot snapshot, NodeIndex node) => Cut(snapshot.DisplayNameOf(node), MaxNameLength);

    /// <summary>Never cuts a pair of surrogates in two.</summary>
    internal static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        return text[..(char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1)] + "…";
    }
}
