using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Paths;

/// <summary>
/// What a hop costs when a path is chosen to be shown. A plain hop of JavaScript (variable, property, element) costs 1; hops
/// through V8's bookkeeping cost more the less they say to a programmer, so such a path is shown only where there is no other.
/// Weak edges are left out, and a WeakMap table's edge to a value (the key's edge to it is kept: the value lives as long as its
/// key). What is known about a name is kept, 3 bytes a string of the file.
/// </summary>
internal sealed class EdgeCosts(HeapSnapshot snapshot)
{
    /// <summary>The cost of an edge that keeps nothing alive.</summary>
    public const int Excluded = -1;

    /// <summary>No hop costs more.</summary>
    public const int Max = 255;

    private const int Bookkeeping = 40;
    private const int Fleeting = 100;

    /// <summary>
    /// Node's list of all native objects that belong to an object of JavaScript, such as contexts and scripts of node:vm, and modules. Its
    /// name depends on the version. The program has names for most of them, so a path goes through the list only where there is no other.
    /// </summary>
    private const int NativeList = 17;

    private const byte Unknown = 0;
    private const byte Ephemeron = 255;

    /// <summary>An edge that costs 1 whatever leaving its source costs.</summary>
    private const byte Free = 254;

    private readonly HeapGraph _graph = snapshot.Graph;
    private readonly byte[] _internalNames = new byte[snapshot.Graph.Strings.Count];
    private readonly byte[] _propertyNames = new byte[snapshot.Graph.Strings.Count];
    private readonly byte[] _nodeNames = new byte[snapshot.Graph.Strings.Count];

    /// <summary>The cost of leaving a node, whichever edge is taken.</summary>
    public int LeavingOf(NodeIndex node) => _graph.TypeOf(node) switch
    {
        NodeType.Code => Bookkeeping,
        NodeType.ObjectShape => Bookkeeping,
        NodeType.Hidden or NodeType.Synthetic => ByNodeName(_graph.NameIndexOf(node)),
        NodeType.Native => ByNativeName(_graph.NameIndexOf(node)),
        _ => 0,
    };

    /// <summary>The cost of an edge, or <see cref="Excluded"/>. <paramref name="leaving"/> is <see cref="LeavingOf"/> its source.</summary>
    public int Of(EdgeIndex edge, NodeIndex source, int leaving)
    {
        var cost = _graph.TypeOf(edge) switch
        {
            EdgeType.Weak => Excluded,
            EdgeType.Internal => Internal(edge, source, ref leaving),
            EdgeType.Property => Property((int)_graph.NameOrNumberOf(edge)),
            EdgeType.Shortcut => source == _graph.Root ? 1 : Excluded,
            EdgeType.Hidden => _graph.TypeOf(source) == NodeType.Object && ScopeVariables.IsContext(_graph, source) ? 1 : 2,
            _ => 1,
        };
        return cost == Excluded ? Excluded : Math.Min(Max, cost + leaving);
    }

    private int Property(int name)
    {
        ref var known = ref _propertyNames[name];
        if (known == Unknown)
        {
            var strings = _graph.Strings;
            var isOfClass = strings.Is(name, "constructor"u8) || strings.Is(name, "prototype"u8);
            var isAccessor = strings.StartsWith(name, "get "u8) || strings.StartsWith(name, "set "u8);
            known = strings.Is(name, "__proto__"u8) ? (byte)4 : isOfClass || isAccessor ? (byte)3 : (byte)1;
        }

        return known;
    }

    private int Internal(EdgeIndex edge, NodeIndex source, ref int leaving)
    {
        var name = (int)_graph.NameOrNumberOf(edge);
        ref var known = ref _internalNames[name];
        if (known == Unknown) known = ByInternalName(name);
        if (known == Free)
        {
            leaving = 0;
            return 1;
        }

        if (known != Ephemeron) return known;
        return WeakTableEdges.TableIdOf(_graph.Strings, name) == _graph.IdOf(source).Value ? Excluded : 2;
    }

    private byte ByInternalName(int name)
    {
        var strings = _graph.Strings;
        if (WeakTableEdges.IsPair(strings, name)) return Ephemeron;

        // The inspector keeps the last thousand messages of the console while it is attached, and all objects logged with them.
        if (strings.Is(name, "DevTools console"u8) || strings[name].Contains(" / DevTools ", StringComparison.Ordinal)) return Fleeting;
        return strings[name] switch
        {
            "map" or "shared" or "code" or "scope_info" or "native_context" or "feedback_cell" or "feedback_vector" or "feedback"
                or "prototype_info" or "dependent_code" or "transition_info" or "transitions" or "descriptors" or "back_pointer"
                or "script" or "script_or_debug_info" or "source" => Bookkeeping,
            "allocation_site" or "allocation_memento" => Bookkeeping,
            "current_microtask" => Fleeting,
            "global_object" or "global_proxy_object" or "script_context_table" => Free,
            "initial_map" => 8,
            _ => 1,
        };
    }

    private int ByNativeName(int name)
    {
        var strings = _graph.Strings;
        if (!strings.StartsWith(name, "Node / "u8)) return 1;
        var isList = strings.Is(name, "Node / CleanupQueue"u8)
            || strings.Is(name, "Node / BaseObjectList"u8)
            || strings.Is(name, "Node / CppgcWrapperList"u8);
        return isList ? NativeList : 1;
    }

    private int ByNodeName(int name)
    {
        ref var known = ref _nodeNames[name];
        if (known == Unknown) known = (byte)(1 + Known(_graph.Strings[name]));
        return known - 1;

        static int Known(string name) => name switch
        {
            "" or "(GC roots)" or "(Global handles)" => 0,
            "(Traced handles)" or "(Eternal handles)" => 3,
            "(Stack roots)" or "(Handle scope)" or "(Microtasks)" => Fleeting,
            "system / Context" or "system / Cell" or "system / SourceTextModule" or "system / PromiseReaction"
                or "system / ScriptContextTable" => 0,
            "system / Map" or "system / AllocationSite" or "system / FeedbackCell" or "system / FeedbackVector" or "system / PrototypeInfo"
                or "system / DescriptorArray" or "system / TransitionArray" or "system / ClosureFeedbackCellArray" => Bookkeeping,
            _ when name.StartsWith("system / NativeContext", StringComparison.Ordinal) => 12,
            _ => name.StartsWith('(') && name.EndsWith(')') ? 20 : 2,
        };
    }
}

/// <summary>
/// V8's edges for the pairs of a WeakMap, named <c>N / part of key (… @id) -> value (… @id) pair in WeakMap (table @T)</c>. Key and
/// table both have one to the value; the value lives only while both do.
/// </summary>
internal static class WeakTableEdges
{
    public static bool IsPair(StringTable strings, int name) =>
        name < strings.FileCount
        && strings.Utf8(name) is { Length: > 40 } raw
        && raw.IndexOf(" / part of key ("u8) > 0
        && raw.EndsWith(")"u8)
        && raw.LastIndexOf("(table @"u8) > 0;

    /// <summary>The id T of the table in such a name.</summary>
    public static long TableIdOf(StringTable strings, int name)
    {
        var raw = strings.Utf8(name);
        var digits = raw[(raw.LastIndexOf("(table @"u8) + "(table @"u8.Length)..^1];
        return System.Buffers.Text.Utf8Parser.TryParse(digits, out long id, out var used) && used == digits.Length ? id : -1;
    }
}
