using System.Runtime.InteropServices;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Classes;

/// <summary>The interface of each plain object.</summary>
/// <param name="Definitions">The interfaces.</param>
/// <param name="OfGroups">For each group of objects with the same properties, the position of its interface, or -1.</param>
/// <param name="Groups">The group of each plain object, in file order.</param>
internal sealed record InterfaceMatch(IReadOnlyList<InterfaceDefinition> Definitions, int[] OfGroups, List<int> Groups)
{
    public ReadOnlySpan<int> GroupOfObjects => CollectionsMarshal.AsSpan(Groups);

    /// <param name="graph">The graph, with its names final.</param>
    /// <param name="names">Its known names.</param>
    /// <param name="given">Interfaces of another snapshot; null to infer this one's own.</param>
    public static InterfaceMatch Build(HeapGraph graph, KnownNames names, IReadOnlyList<InterfaceDefinition>? given = null)
    {
        var inference = new InterfaceInference(graph, names);
        var definitions = given ?? inference.Infer();
        return new InterfaceMatch(definitions, inference.Match(definitions), inference.GroupOfObjects);
    }
}
