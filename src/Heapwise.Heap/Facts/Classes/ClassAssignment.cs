using System.Globalization;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Classes;

/// <summary>
/// Assigns a class to every node by Chrome DevTools' rules. Hidden nodes are (system), code is (compiled code), closures are
/// Function and regular expressions RegExp. Objects and native nodes have their own name as class, elements without their
/// attributes, and plain objects their interface. All others have their type in parentheses. Objects whose constructor's location
/// is known form separate classes. One pass over the nodes; the class of each name is determined once.
/// </summary>
internal sealed class ClassAssignment
{
    private readonly HeapGraph _graph;
    private readonly List<(string Name, int Location)> _classes = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Class, int Location), int> _byLocation = [];
    private readonly int[] _ofName;

    private ClassAssignment(HeapGraph graph, NativeColumn<int> classOf)
    {
        _graph = graph;
        _ofName = new int[graph.Strings.Count];
        ClassOf = classOf;
    }

    /// <summary>The class number of each node.</summary>
    public NativeColumn<int> ClassOf { get; }

    /// <summary>The interfaces that classify the plain objects.</summary>
    public required IReadOnlyList<InterfaceDefinition> Interfaces { get; init; }

    public int Count => _classes.Count;

    /// <param name="graph">The graph, with its names final.</param>
    /// <param name="names">Its known names.</param>
    /// <param name="given">Interfaces of another snapshot to classify by; null to infer this one's own.</param>
    public static ClassAssignment Build(HeapGraph graph, KnownNames names, IReadOnlyList<InterfaceDefinition>? given = null) =>
        Build(graph, names, InterfaceMatch.Build(graph, names, given));

    /// <param name="graph">The graph, with its names final.</param>
    /// <param name="names">Its known names.</param>
    /// <param name="interfaces">The interface of each plain object.</param>
    public static ClassAssignment Build(HeapGraph graph, KnownNames names, InterfaceMatch interfaces)
    {
        var classOf = new NativeColumn<int>(graph.NodeCount, zeroed: false);
        var assignment = new ClassAssignment(graph, classOf) { Interfaces = interfaces.Definitions };
        assignment.Assign(names, interfaces);
        return assignment;
    }

    public string NameOf(int number) => _classes[number].Name;

    /// <summary>The key, which is the same in all snapshots of a process.</summary>
    public string KeyOf(int number)
    {
        var (name, location) = _classes[number];
        if (location == 0) return "," + name;
        var at = _graph.Columns.Locations[location - 1];
        return string.Create(CultureInfo.InvariantCulture, $"{(uint)at.ScriptId},{(uint)at.Line},{(uint)at.Column},{name}");
    }

    public SourceLocation? ConstructorOf(int number) =>
        _classes[number].Location is var location and > 0 ? _graph.Columns.Locations[location - 1] : null;

    private void Assign(KnownNames known, InterfaceMatch interfaces)
    {
        var columns = _graph.Columns;
        var types = columns.Types.Span;
        var names = columns.Names.Span;
        var locations = columns.LocationOf;
        var classOf = ClassOf.Span;
        var ofType = new int[256];
        Array.Fill(ofType, -1);
        var ofGroup = Array.ConvertAll(interfaces.OfGroups, i => i < 0 ? -1 : Named(Interfaces[i].Name));
        var groups = interfaces.GroupOfObjects;
        var plainName = known.Object < 0 ? uint.MaxValue : (uint)known.Object;
        var objects = 0;
        for (var node = 0; node < types.Length; node++)
        {
            var type = types[node];
            if (type is not ((byte)NodeType.Object or (byte)NodeType.Native))
            {
                if (ofType[type] < 0) ofType[type] = Named(NameOfType(type));
                classOf[node] = ofType[type];
                continue;
            }

            var named = type == (byte)NodeType.Object && names[node] == plainName ? ofGroup[groups[objects++]] : -1;
            if (named < 0)
            {
                ref var ofName = ref _ofName[(int)names[node]];
                if (ofName == 0) ofName = Named(ClassName(_graph.Strings[(int)names[node]])) + 1;
                named = ofName - 1;
            }

            if (type == (byte)NodeType.Object && locations is not null && locations[node] is var location and > 0)
            {
                named = Located(named, location);
            }

            classOf[node] = named;
        }
    }

    private static string ClassName(string name)
    {
        var from = name.StartsWith('<') ? 0 : name.StartsWith("Detached <", StringComparison.Ordinal) ? 10 : -1;
        if (from < 0) return name;
        var space = name.IndexOf(' ', from);
        return space < 0 ? name : name[..space] + ">";
    }

    private string NameOfType(byte type) => (NodeType)type switch
    {
        NodeType.Hidden => "(system)",
        NodeType.Code => "(compiled code)",
        NodeType.Closure => "Function",
        NodeType.RegExp => "RegExp",
        _ => "(" + _graph.Meta.NodeTypeName(type) + ")",
    };

    private int Named(string name)
    {
        if (!_byName.TryGetValue(name, out var number))
        {
            _byName.Add(name, number = _classes.Count);
            _classes.Add((name, 0));
        }

        return number;
    }

    private int Located(int named, int location)
    {
        if (!_byLocation.TryGetValue((named, location), out var number))
        {
            _byLocation.Add((named, location), number = _classes.Count);
            _classes.Add((_classes[named].Name, location));
        }

        return number;
    }
}
