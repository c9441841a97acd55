using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Locations;

/// <summary>The program's own scripts, as far as functions of theirs are in the heap.</summary>
public static class ProgramScripts
{
    /// <summary>
    /// Names of the scripts, those that were loaded first in front: V8 numbers scripts as it compiles them, so what a leak goes on loading
    /// stands behind what loads it. The order of the heap would change with each collection. Cost: one pass over the nodes, one look-up a script.
    /// </summary>
    public static IReadOnlyList<string> Find(HeapSnapshot snapshot)
    {
        var seen = new HashSet<int>();
        var scripts = new SortedDictionary<int, string>();
        for (var i = 0; i < snapshot.Graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            if (snapshot.Graph.TypeOf(node) != NodeType.Closure || snapshot.Graph.LocationOf(node) is not { } place || !seen.Add(place.ScriptId)) continue;
            if (snapshot.PositionOf(node) is { } position && CodeOrigin.OwnerOf(position.Path) == CodeOwner.Application) scripts.Add(place.ScriptId, position.Path);
        }

        return [.. scripts.Values.Distinct(StringComparer.Ordinal)];
    }
}
