using System.Diagnostics.CodeAnalysis;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap.Graph;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>One object with what is in it.</summary>
public sealed record ObjectDetail : ObjectRow
{
    [SetsRequiredMembers]
    private ObjectDetail(ObjectRow row, ObjectPreview preview)
        : base(row)
    {
        DominatorName = "";
        Preview = preview;
    }

    /// <summary>The object that keeps it alive alone; the root's is itself.</summary>
    public required long DominatorId { get; init; }

    /// <summary>Its class.</summary>
    public required string DominatorName { get; init; }

    /// <summary>The closure's, or the constructor's.</summary>
    public required LocationReport? Location { get; init; }

    /// <summary>As the program calls the object; null where it has no such name.</summary>
    public required string? Holder { get; init; }

    /// <summary>Its properties, entries or text.</summary>
    public required ObjectPreview Preview { get; init; }

    internal static ObjectDetail From(OpenHeap heap, NodeIndex node)
    {
        var snapshot = heap.Snapshot;
        var dominator = snapshot.Dominators.ImmediateDominatorOf(node);
        var name = heap.Paths.Reaches(node) ? HolderNaming.FindName(heap.Paths, node) : null;
        return new ObjectDetail(ObjectRow.From(snapshot, node), ObjectPreview.From(snapshot, node))
        {
            DominatorId = snapshot.Graph.IdOf(dominator).Value,
            DominatorName = snapshot.Classes.NameOf(dominator),
            Location = LocationReport.From(snapshot.PositionOf(node)),
            Holder = name is { Kind: not HolderKind.None } ? ReportLanguages.English.NameOf(name) : null,
        };
    }
}
