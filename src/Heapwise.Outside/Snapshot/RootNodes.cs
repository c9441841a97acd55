using Heapwise.Heap.Graph;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Roots;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// The synthetic nodes at the top: the root, <c>(GC roots)</c>, and a group for each place where V8 keeps references, under the names
/// that V8 gives them.
/// </summary>
internal sealed class RootNodes(HeapFacts facts, SnapshotGraph graph)
{
    private const int Root = 0;
    private const int GcRoots = 1;
    private const int FirstGroup = 2;

    private static readonly (string Name, Func<RootKind, bool, bool> Holds)[] Groups =
    [
        ("(Read-only roots)", (kind, isReadOnly) => kind == RootKind.Isolate && isReadOnly),
        ("(Strong root list)", (kind, isReadOnly) => kind == RootKind.Isolate && !isReadOnly),
        ("(Handle scope)", (kind, _) => kind == RootKind.HandleScope),
        ("(Global handles)", (kind, _) => kind is RootKind.GlobalHandle or RootKind.WeakGlobalHandle),
        ("(Eternal handles)", (kind, _) => kind == RootKind.EternalHandle),
        ("(Stack roots)", (kind, _) => kind == RootKind.Stack),
    ];

    /// <summary>Nodes before the first object.</summary>
    public static int Count => FirstGroup + Groups.Length;

    /// <summary>Describes the nodes and their edges; they are the first of the graph.</summary>
    /// <returns>A node that says how the snapshot was made, and is new in each: V8's own hold something new, too.</returns>
    public int Add(IReadOnlyList<RootWords> roots, NodeEdges edges)
    {
        var stamp = graph.Reserve(1);
        graph.Set(stamp, NodeType.Synthetic, id: 0, 0);
        graph.Rename(stamp, facts.Names.Intern("(read from outside)"));
        SetNode(Root, "");
        SetNode(GcRoots, "(GC roots)");
        for (var i = 0; i < Groups.Length; i++) SetNode(FirstGroup + i, Groups[i].Name);
        graph.Begin(Root);
        graph.AddEdge(EdgeType.Element, 1, GcRoots);
        AddGlobals(roots, edges);
        graph.Begin(GcRoots);
        for (var i = 0; i < Groups.Length; i++) graph.AddEdge(EdgeType.Element, i + 1, FirstGroup + i);
        graph.AddEdge(EdgeType.Element, Groups.Length + 1, stamp);
        for (var i = 0; i < Groups.Length; i++) AddGroup(FirstGroup + i, Groups[i].Holds, roots, edges);
        return stamp;
    }

    private void SetNode(int node, string name)
    {
        graph.Set(node, NodeType.Synthetic, (2 * node) + 1, 0);
        graph.Rename(node, facts.Names.Intern(name));
    }

    private void AddGroup(int node, Func<RootKind, bool, bool> holds, IReadOnlyList<RootWords> roots, NodeEdges edges)
    {
        graph.Begin(node);
        var seen = new HashSet<uint>();
        foreach (var root in roots)
        {
            foreach (var word in root.Words)
            {
                var slot = facts.Image.Target(word);
                if (slot == 0 || !facts.Live[slot] || !holds(root.Kind, facts.Image.PageOf(slot).IsReadOnly) || !seen.Add(slot)) continue;
                var kind = root.Kind == RootKind.WeakGlobalHandle ? EdgeType.Weak : EdgeType.Internal;
                graph.AddEdge(kind, facts.Names.OfNumber(seen.Count), edges.NodeOf(slot));
            }
        }
    }

    /// <summary>
    /// From the root to the global object of each context that C++ code holds, by which paths to the program's variables begin: not to
    /// those that objects of the program hold, as of <c>node:vm</c>.
    /// </summary>
    private void AddGlobals(IReadOnlyList<RootWords> roots, NodeEdges edges)
    {
        const int GlobalObjectWord = (HeapLayout.Items / 8) + 2;
        var held = roots.Where(root => root.Kind == RootKind.GlobalHandle).SelectMany(root => root.Words)
            .Select(facts.Image.Target).ToHashSet();
        var count = 1;
        foreach (var slot in facts.Live.Slots())
        {
            if (facts.Maps.Of(slot) is not { Role: ObjectRole.NativeContext } || !held.Contains(slot)) continue;
            var global = facts.Image[slot + GlobalObjectWord];
            if (facts.Maps.OfTarget(global) is not { Role: ObjectRole.GlobalObject } || edges.TargetNode(global) < 0) continue;
            var node = facts.Layout.Version.HasContextsAtRoot ? edges.NodeOf(slot) : edges.TargetNode(global);
            graph.AddEdge(EdgeType.Shortcut, facts.Names.OfNumber(++count), node);
        }
    }
}
