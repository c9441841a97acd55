namespace Heapwise.Tests.Heap.Oracles;

/// <summary>
/// Which embedder nodes hang on the page and which are detached: nodes that know their state pass it on to native nodes
/// that do not, over edges other than hidden and weak, attached first. Detached nodes get a name that says so.
/// </summary>
internal static class DomStateOracle
{
    public static void Apply(PlainHeap heap)
    {
        if (!heap.HasDetachedness) return;
        Spread(heap, state: 1);
        Spread(heap, state: 2);
        foreach (var node in heap.Nodes.Where(node => node.Type == "native" && node.Detachedness == 2)) node.Name = "Detached " + node.Name;
    }

    private static void Spread(PlainHeap heap, int state)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var edge in heap.Edges.Where(edge => edge.Type is not ("hidden" or "weak")))
            {
                if (edge.From.Type != "native" || edge.From.Detachedness != state) continue;
                if (edge.To.Type != "native" || edge.To.Detachedness != 0) continue;
                edge.To.Detachedness = state;
                changed = true;
            }
        }
    }
}
