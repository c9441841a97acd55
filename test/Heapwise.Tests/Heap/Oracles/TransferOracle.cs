namespace Heapwise.Tests.Heap.Oracles;

/// <summary>
/// A part (hidden node, array, external string's bytes) that exactly one other node owns gives its size to that node.
/// A part is owned by every node from which a way over parts and edges other than weak leads to it.
/// </summary>
internal static class TransferOracle
{
    public static void Apply(PlainHeap heap)
    {
        if (!heap.UserRoots.Any()) return;
        var owners = heap.Nodes.ToDictionary(node => node, _ => new HashSet<PlainNode>());
        foreach (var owner in heap.Nodes.Where(node => !IsPart(node))) Claim(owner, owners);

        var moves = owners.Where(entry => entry.Value.Count == 1).Select(entry => (Part: entry.Key, Owner: entry.Value.Single())).ToList();
        foreach (var (part, owner) in moves)
        {
            if (owner.Type == "synthetic" || owner == heap.Root) continue;
            owner.Size += part.Size;
            part.Size = 0;
        }
    }

    private static bool IsPart(PlainNode node) =>
        node.Type is "hidden" or "array" || (node.Type == "native" && node.Name == "system / ExternalStringData");

    private static void Claim(PlainNode owner, Dictionary<PlainNode, HashSet<PlainNode>> owners)
    {
        var pending = new Stack<PlainNode>([owner]);
        while (pending.TryPop(out var node))
        {
            foreach (var edge in node.Edges.Where(edge => !edge.IsWeak && IsPart(edge.To)))
            {
                if (owners[edge.To].Add(owner)) pending.Push(edge.To);
            }
        }
    }
}
