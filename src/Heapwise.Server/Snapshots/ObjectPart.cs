using Heapwise.Heap.Graph;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>A part of a heap's objects.</summary>
/// <param name="Name">Tells parts apart.</param>
/// <param name="Ids">By the time they were made.</param>
/// <param name="Kinds">Only of these kinds; empty: of all.</param>
/// <param name="Contains">By their ids in another way; null: all of the range. Called on several threads.</param>
internal sealed record ObjectPart(string Name, IdRange Ids, IReadOnlySet<ObjectKind> Kinds, Func<NodeId, bool>? Contains = null)
{
    public static ObjectPart All { get; } = Of(IdRange.All);

    public bool IsAll => Ids.IsAll && Kinds.Count == 0 && Contains is null;

    public static ObjectPart Of(IdRange ids) => Of(ids, new HashSet<ObjectKind>());

    public static ObjectPart Of(IdRange ids, IReadOnlySet<ObjectKind> kinds) => new($"{ids} {string.Join(',', kinds.Order())}", ids, kinds);
}
