using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// What objects are made of, as numbers that are equal in two captures where that is equal: type, name, numbers in the fields, and the same
/// of all that they refer to, up to some steps away or to an object that is known. Where they are does not count, so a chain whose elements
/// differ in what they hold is recognised wherever its elements have moved, and whatever has been added at its head. The lowest bit says
/// whether there is anything to tell it by: a text, a number, or an object that is known.
/// Takes 24 bytes a node, and some passes over the edges of objects that are not known.
/// </summary>
internal sealed class Fingerprints : IDisposable
{
    private const int Steps = 8;
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong Tells = 1;

    private readonly SnapshotGraph _graph;
    private readonly ObjectIdentities.Capture _capture;
    private readonly NativeColumn<ulong> _own;
    private readonly NativeColumn<ulong> _all;
    private readonly int _prototype;

    /// <param name="capture">The objects.</param>
    /// <param name="graph">Their graph.</param>
    /// <param name="knownAs">A number that an object has in both captures, because it is known; 0 for one that is not.</param>
    public Fingerprints(ObjectIdentities.Capture capture, SnapshotGraph graph, Func<int, ulong> knownAs)
    {
        (_capture, _graph) = (capture, graph);
        (_own, _all) = (new NativeColumn<ulong>(graph.NodeCount), new NativeColumn<ulong>(graph.NodeCount));
        _prototype = graph.Names.Find("__proto__"u8);
        var unknown = new List<int>();
        for (var node = 0; node < graph.NodeCount; node++)
        {
            if (!capture.HasNode(node)) _all[node] = Mix((ulong)graph.KindOf(node) + 1) & ~Tells;
            else if (knownAs(node) is not 0 and var known) _all[node] = Mix(known) | Tells;
            else
            {
                unknown.Add(node);
                _all[node] = _own[node] = OwnOf(node);
            }
        }

        Unknown = unknown;
        using var next = new NativeColumn<ulong>(unknown.Count);
        for (var step = 0; step < Steps; step++)
        {
            for (var i = 0; i < unknown.Count; i++) next[i] = WithTargets(unknown[i]);
            for (var i = 0; i < unknown.Count; i++) _all[unknown[i]] = next[i];
        }
    }

    /// <summary>Nodes of objects that are not known.</summary>
    public IReadOnlyList<int> Unknown { get; }

    public ulong this[int node] => _all[node];

    /// <summary>Whether a fingerprint tells an object from another.</summary>
    public static bool IsTelling(ulong print) => (print & Tells) != 0;

    public void Dispose()
    {
        _own.Dispose();
        _all.Dispose();
    }

    private ulong OwnOf(int node)
    {
        var at = node - _capture.FirstNode;
        var own = Mix(_capture.Types[at] + ((ulong)_graph.KindOf(node) << 16));
        own = Mix(own ^ Naming.NameTable.HashOf(_graph.Names[_graph.NameOf(node)]));
        var numbers = Evidence.NumbersOf(_capture.Evidence[at]);
        own = Mix(own ^ numbers);
        return numbers != 0 || _graph.KindOf(node) == NodeType.String ? own | Tells : own & ~Tells;
    }

    /// <summary>In any order, because tables are rearranged.</summary>
    private ulong WithTargets(int node)
    {
        var sum = _own[node];
        var tells = sum & Tells;
        var first = _graph.FirstEdgeOf(node);
        for (var i = 0; i < _graph.EdgeCountOf(node); i++)
        {
            var (kind, name, target) = _graph.EdgeAt(first + i);
            if (kind is EdgeType.Property or EdgeType.Context)
            {
                sum += Mix(_all[target] ^ Naming.NameTable.HashOf(_graph.Names[name]));
                if (name != _prototype) tells |= _all[target] & Tells;
            }
            else if (kind != EdgeType.Weak)
            {
                sum += Mix(_all[target] + (ulong)kind);
                if (kind == EdgeType.Element || _own[target] != 0) tells |= _all[target] & Tells; // maps and code tell nothing
            }
        }

        return (Mix(sum) & ~Tells) | tells;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 31)) * Golden;
        return (value ^ (value >> 29)) * 0xBF58476D1CE4E5B9;
    }
}
