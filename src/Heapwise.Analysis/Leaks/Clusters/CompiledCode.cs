using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Code that was compiled while the program was watched, and that leaked objects keep.</summary>
/// <param name="Scripts">
/// Different scripts: each <c>new Function</c>, <c>eval</c>, <c>vm.Script</c> and loaded module has one of its own.
/// </param>
/// <param name="Contexts">Contexts made by <c>vm.createContext</c>, each with its own Object, Array, Promise and the rest.</param>
/// <param name="Bytes">Bytes of the code that only the holder keeps: source, bytecode and what belongs to them.</param>
public sealed record CompiledCode(long Scripts, long Contexts, long Bytes);

/// <summary>
/// Collects the code of one cluster. Survivors do not have it among them, since V8 compiles and drops code as it likes; but
/// a function leads to its script: <c>closure –shared→ (shared function info) –script→ script</c>, and so does the object
/// of a vm.Script. Functions of one script share that script, so only as many scripts as entries make a leak of code.
/// </summary>
internal sealed class CodeTally(HeapSnapshot snapshot, long firstMaxId)
{
    private readonly HashSet<NodeIndex> _scripts = [];
    private readonly HashSet<NodeIndex> _shared = [];
    private readonly HeapGraph _graph = snapshot.Graph;
    private long _contexts;

    /// <summary>Takes a survivor into account if it is a function, the object of a script or a context.</summary>
    public void Add(NodeIndex node)
    {
        if (_graph.Strings.StartsWith(_graph.NameIndexOf(node), "system / NativeContext"u8)) _contexts++;
        if (_graph.TypeOf(node) is not (NodeType.Closure or NodeType.Object)) return;
        foreach (var edge in _graph.EdgesOf(node))
        {
            if (edge.Type is EdgeType.Internal or EdgeType.Hidden && IsNew(edge.To) && ScriptOf(edge.To) is { } script && IsNew(script))
            {
                _scripts.Add(script);
                _shared.Add(edge.To);
            }
        }
    }

    /// <summary>The code; null where there is none.</summary>
    public CompiledCode? FindBelow(NodeIndex holder)
    {
        if (_scripts.Count == 0 && _contexts == 0) return null;
        long bytes = 0;
        foreach (var shared in _shared)
        {
            if (snapshot.Dominators.Dominates(holder, shared) && !IsInsideCode(shared)) bytes += snapshot.Dominators.RetainedSizeOf(shared);
        }

        return new CompiledCode(_scripts.Count, _contexts, bytes);
    }

    /// <summary>Code of a function inside another one is part of that one's.</summary>
    private bool IsInsideCode(NodeIndex shared) =>
        _graph.TypeOf(snapshot.Dominators.ImmediateDominatorOf(shared)) == NodeType.Code;

    private bool IsNew(NodeIndex node) =>
        _graph.TypeOf(node) == NodeType.Code && _graph.IdOf(node) is { IsStable: true } id && id.Value > firstMaxId;

    /// <summary>The script of a shared function info, whose edge is <c>script_or_debug_info</c> up to Node 22.</summary>
    private NodeIndex? ScriptOf(NodeIndex shared)
    {
        foreach (var edge in _graph.EdgesOf(shared))
        {
            if (_graph.TypeOf(edge.To) == NodeType.Code && IsScript(edge)) return edge.To;
        }

        return null;
    }

    private bool IsScript(HeapEdge edge) =>
        _graph.Is(edge.Index, EdgeType.Internal, "script"u8) || _graph.Is(edge.Index, EdgeType.Internal, "script_or_debug_info"u8);
}
