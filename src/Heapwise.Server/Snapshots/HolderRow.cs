using System.Collections;
using System.Text.RegularExpressions;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Graph;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>
/// Who holds the objects of a class: their nearest dominators, by class. From there outwards, level by level, only the objects whose
/// dominators are of the classes chosen so far are counted. Time: the depth of the tree for each object of the class.
/// </summary>
public sealed record HolderRow
{
    private const char Joint = '›';

    /// <summary>Names the row when the next level is asked for.</summary>
    public required string Key { get; init; }

    public required string ClassName { get; init; }

    public required ObjectKind Kind { get; init; }

    /// <summary>Distinct dominators of that class.</summary>
    public required int Holders { get; init; }

    /// <summary>Objects of the wanted class that they hold.</summary>
    public required int Objects { get; init; }

    public required long ObjectBytes { get; init; }

    public required long ExampleId { get; init; }

    /// <param name="heap">The heap.</param>
    /// <param name="wanted">Whose objects are looked at.</param>
    /// <param name="below">The row whose next level is wanted; null: the first.</param>
    /// <param name="skip">Dominators whose class matches are passed over.</param>
    internal static RowPage<HolderRow> Read(OpenHeap heap, HeapClass wanted, string? below, string? skip)
    {
        var snapshot = heap.Snapshot;
        var chain = string.IsNullOrEmpty(below) ? [] : below.Split(Joint);
        var skipped = SkippedClasses(snapshot, string.IsNullOrEmpty(skip) ? null : RowFilter.Regex(skip));
        var groups = new Group?[snapshot.Classes.ByPosition.Count];
        var isCounted = new BitArray(snapshot.NodeCount); // an object has one class, so one bit says whether its group has it
        foreach (var at in heap.Members.Of(ObjectLists.PositionOf(snapshot.Classes.ByPosition, wanted)))
        {
            var node = new NodeIndex(at);
            if (FindHolder(snapshot, node, chain, skipped) is not { } holder) continue;
            var group = groups[snapshot.Classes.PositionOf(holder)] ??= new Group(holder);
            group.Add(snapshot, holder, isNew: !isCounted[holder.Value], snapshot.Graph.ShallowSizeOf(node));
            isCounted[holder.Value] = true;
        }

        List<HolderRow> rows =
        [
            .. groups.Select((group, i) => group is null ? null : Row(snapshot, below, i, group))
                .OfType<HolderRow>()
                .OrderByDescending(row => row.ObjectBytes),
        ];
        return new RowPage<HolderRow>(rows.Count, rows.Count, 0, rows);
    }

    private static NodeIndex? FindHolder(HeapSnapshot snapshot, NodeIndex node, string[] chain, bool[] skipped)
    {
        var at = node;
        for (var level = 0; level <= chain.Length; level++)
        {
            var before = at;
            do
            {
                before = at;
                at = snapshot.Dominators.ImmediateDominatorOf(at);
            }
            while (at != before && skipped[snapshot.Classes.PositionOf(at)]);
            if (at == before) return null; // the root
            if (level < chain.Length && snapshot.Classes.Of(at).Key != chain[level]) return null;
        }

        return at;
    }

    private static bool[] SkippedClasses(HeapSnapshot snapshot, Regex? pattern) =>
        [.. snapshot.Classes.ByPosition.Select(row => pattern?.IsMatch(row.Name) == true)];

    private static HolderRow Row(HeapSnapshot snapshot, string? below, int position, Group group)
    {
        var heapClass = snapshot.Classes.ByPosition[position];
        return new HolderRow
        {
            Key = string.IsNullOrEmpty(below) ? heapClass.Key : $"{below}{Joint}{heapClass.Key}",
            ClassName = heapClass.Name,
            Kind = ObjectKinds.Of(heapClass),
            Holders = group.Holders,
            Objects = group.Objects,
            ObjectBytes = group.Bytes,
            ExampleId = snapshot.Graph.IdOf(group.Largest).Value,
        };
    }

    /// <summary>Holders of one class.</summary>
    private sealed class Group(NodeIndex first)
    {
        /// <summary>The one that retains most.</summary>
        public NodeIndex Largest { get; private set; } = first;

        public int Holders { get; private set; }

        public int Objects { get; private set; }

        public long Bytes { get; private set; }

        public void Add(HeapSnapshot snapshot, NodeIndex holder, bool isNew, long bytes)
        {
            Objects++;
            Bytes += bytes;
            if (!isNew) return;
            Holders++;
            if (snapshot.Dominators.RetainedSizeOf(holder) > snapshot.Dominators.RetainedSizeOf(Largest)) Largest = holder;
        }
    }
}
