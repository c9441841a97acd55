using System.Runtime.InteropServices;
using System.Text;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Classes;

/// <summary>
/// Classifies plain objects by their property names, as Chrome DevTools does. Frequent lists of properties become named
/// interfaces. Each plain object gets the interface with the most properties among those whose properties it has completely.
///
/// Objects with exactly the same list of properties form a group. One pass finds the groups by a hash over the string indexes of
/// the names. Names are built, and definitions matched, once per group instead of once per object.
/// </summary>
internal sealed class InterfaceInference
{
    private const int MaxNameLength = 120;
    private const int MinObjects = 2;
    private const int ObjectsPerInterface = 1000;

    private readonly HeapGraph _graph;
    private readonly KnownNames _names;
    private readonly List<Group> _groups = [];
    private readonly List<int> _groupOf = [];

    /// <param name="graph">The graph, with its names final.</param>
    /// <param name="names">Its known names.</param>
    public InterfaceInference(HeapGraph graph, KnownNames names)
    {
        _graph = graph;
        _names = names;
        FindGroups();
    }

    /// <summary>The group of each plain object, in file order.</summary>
    public List<int> GroupOfObjects => _groupOf;

    /// <summary>Objects with exactly the same list of properties.</summary>
    /// <param name="FirstEdge">The first edge of the first such object.</param>
    /// <param name="EndEdge">The end of its edges.</param>
    /// <param name="NextSameHash">The next group with the same hash, or -1.</param>
    /// <param name="Count">Objects in it.</param>
    private record struct Group(int FirstEdge, int EndEdge, int NextSameHash, int Count);

    /// <summary>The interfaces of this heap, most frequent first.</summary>
    public IReadOnlyList<InterfaceDefinition> Infer()
    {
        var candidates = new Dictionary<string, InterfaceDefinition>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var group in _groups)
        {
            var (name, properties) = Describe(group);
            if (properties.Count == 0) continue;
            if (candidates.TryGetValue(name, out var known))
            {
                candidates[name] = known with { Count = known.Count + group.Count };
            }
            else
            {
                candidates.Add(name, new InterfaceDefinition(name, properties, group.Count));
                order.Add(name);
            }
        }

        var minCount = Math.Max(MinObjects, _groupOf.Count / (double)ObjectsPerInterface);
        var definitions = new List<InterfaceDefinition>();
        foreach (var name in order)
        {
            if (candidates[name].Count >= minCount) definitions.Add(candidates[name]);
        }

        return [.. definitions.OrderByDescending(definition => definition.Count)]; // stable, as DevTools' sort is
    }

    /// <summary>For each group the position of its interface in <paramref name="definitions"/>, or -1.</summary>
    public int[] Match(IReadOnlyList<InterfaceDefinition> definitions)
    {
        var tree = new PropertyTree(definitions);
        var result = new int[_groups.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var properties = new List<string>();
            for (var edge = _groups[i].FirstEdge; edge < _groups[i].EndEdge; edge++)
            {
                if (IsProperty(edge)) properties.Add(Name(edge));
            }

            properties.Sort(string.CompareOrdinal);
            result[i] = tree.Best(properties);
        }

        return result;
    }

    private void FindGroups()
    {
        if (_names.Object < 0) return;
        var columns = _graph.Columns;
        var types = columns.Types.Span;
        var names = columns.Names.Span;
        var first = columns.FirstEdges.Span;
        var edges = columns.Edges.Span;
        var byHash = new Dictionary<ulong, int>();
        var plainName = (uint)_names.Object;
        for (var node = 0; node < types.Length; node++)
        {
            if (types[node] != (byte)NodeType.Object || names[node] != plainName) continue;
            var (from, end) = (first[node], first[node + 1]);
            var hash = 0xCBF29CE484222325UL;
            for (var edge = from; edge < end; edge++)
            {
                if (edges[edge].Type == EdgeType.Property) hash = (ulong.RotateLeft(hash, 5) ^ edges[edge].Packed) * 0x9E3779B97F4A7C15UL;
            }

            ref var head = ref CollectionsMarshal.GetValueRefOrAddDefault(byHash, hash, out var known);
            var group = known ? head : -1;
            while (group >= 0 && !SameProperties(_groups[group], from, end)) group = _groups[group].NextSameHash;
            if (group < 0)
            {
                _groups.Add(new Group(from, end, known ? head : -1, 0));
                head = group = _groups.Count - 1;
            }

            CollectionsMarshal.AsSpan(_groups)[group].Count++;
            _groupOf.Add(group);
        }
    }

    private bool SameProperties(Group group, int from, int end)
    {
        var edges = _graph.Columns.Edges.Span;
        var (a, b) = (group.FirstEdge, from);
        while (true)
        {
            while (a < group.EndEdge && !IsProperty(a)) a++;
            while (b < end && !IsProperty(b)) b++;
            if (a == group.EndEdge || b == end) return a == group.EndEdge && b == end;
            if (edges[a++].Packed != edges[b++].Packed) return false;
        }
    }

    private (string Name, List<string> Properties) Describe(Group group)
    {
        var name = new StringBuilder("{");
        var properties = new List<string>();
        for (var edge = group.FirstEdge; edge < group.EndEdge; edge++)
        {
            if (!IsProperty(edge)) continue;
            var property = Name(edge);
            if (property == "__proto__") continue;
            var shown = PropertyNames.Format(property);
            if (name.Length > 1 && name.Length + shown.Length > MaxNameLength) break;
            if (name.Length > 1) name.Append(", ");
            name.Append(shown);
            properties.Add(property);
        }

        return (name.Append('}').ToString(), properties);
    }

    private bool IsProperty(int edge) => _graph.Columns.Edges[edge].Type == EdgeType.Property;

    private string Name(int edge) => _graph.Strings[(int)_graph.Columns.EdgeNameOf(edge)];

    /// <summary>Definitions as a tree over their sorted properties. An object's sorted properties walk all matching branches.</summary>
    private sealed class PropertyTree
    {
        private readonly Branch _root = new();

        public PropertyTree(IReadOnlyList<InterfaceDefinition> definitions)
        {
            for (var i = 0; i < definitions.Count; i++)
            {
                var at = _root;
                foreach (var property in definitions[i].Properties.Order(StringComparer.Ordinal)) at = at.Add(property);
                if (at.Definition < 0) (at.Definition, at.Properties) = (i, definitions[i].Properties.Count);
            }
        }

        public int Best(List<string> sortedProperties)
        {
            var states = new List<Branch> { _root };
            var best = _root;
            foreach (var property in sortedProperties)
            {
                for (var i = states.Count - 1; i >= 0; i--)
                {
                    var state = states[i];
                    if (state.MaxNext is null || string.CompareOrdinal(property, state.MaxNext) >= 0) states.RemoveAt(i);
                    if (!state.Next.TryGetValue(property, out var next)) continue;
                    if (!states.Contains(next)) states.Add(next);
                    if (next.IsBetterThan(best)) best = next;
                }
            }

            return best.Definition;
        }

        private sealed class Branch
        {
            public Dictionary<string, Branch> Next { get; } = new(StringComparer.Ordinal);

            public string? MaxNext { get; private set; }

            public int Definition { get; set; } = -1;

            public int Properties { get; set; }

            public Branch Add(string property)
            {
                if (Next.TryGetValue(property, out var known)) return known;
                if (MaxNext is null || string.CompareOrdinal(MaxNext, property) < 0) MaxNext = property;
                return Next[property] = new Branch();
            }

            public bool IsBetterThan(Branch other)
            {
                if (Definition < 0) return false;
                if (Properties != other.Properties) return Properties > other.Properties;
                return other.Definition < 0 || Definition < other.Definition;
            }
        }
    }
}
