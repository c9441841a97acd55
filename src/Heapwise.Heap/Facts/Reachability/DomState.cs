using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Reachability;

/// <summary>
/// Spreads the states "attached" and "detached" over embedder nodes and prefixes the names of detached ones with "Detached ". It
/// starts at the nodes whose state is in the file. Attached nodes are processed first and win. Hidden and weak edges are skipped.
/// </summary>
internal static class DomState
{
    private const byte Attached = 1;
    private const byte Detached = 2;

    public static void Propagate(GraphColumns columns, StringTable strings)
    {
        if (columns.Detachedness is null) return;
        var walk = new Walk(columns, strings);
        for (var node = 0; node < columns.Types.Length; node++)
        {
            if (columns.Detachedness[node] != 0) walk.Visit(node, columns.Detachedness[node]);
        }

        walk.Spread();
    }

    private sealed class Walk(GraphColumns columns, StringTable strings)
    {
        private readonly NativeColumn<byte> _states = columns.Detachedness!; // Propagate has checked it
        private readonly NodeBits _visited = new((int)columns.Types.Length);
        private readonly Dictionary<uint, uint> _detachedNames = [];
        private IntStack _attached = new();
        private IntStack _detached = new();

        public void Visit(int node, byte state)
        {
            if (!_visited.Add(node) || columns.Types[node] != (byte)NodeType.Native) return;
            _states[node] = state;
            if (state == Attached)
            {
                _attached.Push(node);
            }
            else if (state == Detached)
            {
                columns.Names[node] = DetachedName(columns.Names[node]);
                _detached.Push(node);
            }
        }

        public void Spread()
        {
            while (_attached.TryPop(out var node)) VisitTargets(node, Attached);
            while (_detached.TryPop(out var node))
            {
                if (_states[node] != Attached) VisitTargets(node, Detached);
            }
        }

        private void VisitTargets(int node, byte state)
        {
            for (int edge = columns.FirstEdges[node], end = columns.FirstEdges[node + 1]; edge < end; edge++)
            {
                if (columns.Edges[edge].Type is not (EdgeType.Hidden or EdgeType.Weak)) Visit(columns.Edges[edge].Target, state);
            }
        }

        private uint DetachedName(uint name)
        {
            if (!_detachedNames.TryGetValue(name, out var detached))
            {
                _detachedNames.Add(name, detached = (uint)strings.Add("Detached " + strings[(int)name]));
            }

            return detached;
        }
    }
}
