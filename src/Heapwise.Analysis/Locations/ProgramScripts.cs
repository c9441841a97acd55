using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Locations;

/// <summary>The program's own scripts, as far as the heap has functions of them.</summary>
public static class ProgramScripts
{
    /// <summary>
    /// Names of the scripts, in the order in which they were loaded. V8 numbers scripts as it compiles them, so scripts that a leak goes on
    /// loading come after the script that loads them. The order of the heap would change with each collection. Cost: one pass over the
    /// nodes, one look-up a script.
    /// </summary>
    public static IReadOnlyList<string> Find(HeapSnapshot snapshot)
    {
        var seen = new HashSet<int>();
        var scripts = new SortedDictionary<int, string>();
        for (var i = 0; i < snapshot.Graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            if (snapshot.Graph.TypeOf(node) != NodeType.Closure) continue;
            if (snapshot.Graph.LocationOf(node) is not { ScriptId: var script }) continue;
            if (!seen.Add(script) || snapshot.PositionOf(node) is not { } position) continue;
            if (CodeOrigin.OwnerOf(position.Path) == CodeOwner.Application) scripts.Add(script, position.Path);
        }

        return [.. scripts.Values.Distinct(StringComparer.Ordinal)];
    }
}
