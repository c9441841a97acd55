using System.Globalization;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Names;

/// <summary>One step up from an object, with the name that the edge gives it, if any.</summary>
internal sealed record NameHop(EdgeIndex Edge, NodeIndex Source)
{
    public HolderKind Kind { get; init; }

    public string? Name { get; init; }

    /// <summary>What the step adds to a name that stands above it; null where the programmer does not see the step.</summary>
    public string? Member { get; init; }

    public string? OwnerClass { get; init; }

    public string? File { get; init; }

    public IReadOnlyList<CodePosition> Functions { get; init; } = [];

    public CodeOwner Owner { get; init; } = CodeOwner.Runtime;

    /// <summary>True where the source is itself reached through the object: a name, but not what holds it.</summary>
    public bool IsBelow { get; init; }

    /// <summary>True where the step is from a getter to the object that has it.</summary>
    public bool IsGetter { get; init; }

    public string? Library => Kind == HolderKind.None ? null : Owner == CodeOwner.Library ? CodeOrigin.LibraryOf(File ?? "") : "node";

    public bool IsProgramName => Kind != HolderKind.None && Owner == CodeOwner.Application;
}

/// <summary>Reads the name out of an edge. Scopes looked up once are kept.</summary>
internal sealed class NameHops(HeapSnapshot snapshot)
{
    /// <summary>Objects with fewer edges are not asked whether they are tables.</summary>
    private const int MaxFields = 16;

    /// <summary>Fields of an object that are compared with one of them, to tell a table from a library's object of many methods.</summary>
    private const int MaxCompared = 64;

    private const string Getter = "get ";

    private readonly HeapGraph _graph = snapshot.Graph;
    private readonly Dictionary<NodeIndex, IReadOnlyList<CodePosition>> _scopes = [];

    public NameHop Of(EdgeIndex edge, NodeIndex source, NodeIndex target) => _graph.TypeOf(edge) switch
    {
        EdgeType.Context => Variable(edge, source),
        EdgeType.Property => Property(edge, source, target),
        EdgeType.Element when _graph.TypeOf(source) == NodeType.Object => new NameHop(edge, source) { Member = "[]" },
        EdgeType.Internal => Internal(edge, source),
        _ => new NameHop(edge, source),
    };

    private NameHop Variable(EdgeIndex edge, NodeIndex context)
    {
        var name = _graph.NameOf(edge);

        // V8's own slots: .generator_object, .this_function, this.
        if (name.StartsWith('.') || name is "this" or "arguments" or "") return new NameHop(edge, context);
        if (!_scopes.TryGetValue(context, out var functions)) _scopes[context] = functions = ScopeFunctions.Find(snapshot, context);
        return Named(edge, context, HolderKind.Variable, name, functions, functions.Count > 0 ? null : ScopeFunctions.ScriptOf(snapshot, context));
    }

    private NameHop Property(EdgeIndex edge, NodeIndex source, NodeIndex target)
    {
        var name = _graph.NameOf(edge);
        if (name is "__proto__" or "prototype" or "constructor") return new NameHop(edge, source);
        var isGetter = name.StartsWith(Getter, StringComparison.Ordinal) && _graph.TypeOf(target) == NodeType.Closure;
        return Property(edge, source, target, isGetter ? name[Getter.Length..] : name) with { IsGetter = isGetter };
    }

    private NameHop Property(EdgeIndex edge, NodeIndex source, NodeIndex target, string name)
    {
        // Where an emitter keeps its listeners: the emitter's own name says more.
        if (name == "_events") return new NameHop(edge, source) { Member = name };
        if (_graph.TypeOf(source) == NodeType.Closure)
        {
            var named = Named(edge, source, HolderKind.Static, name, Place(source));
            return named with { OwnerClass = _graph.NameOf(source), Member = name };
        }

        if (IsGlobal(source))
        {
            // A runtime function or object that happens to be global names nothing of the program.
            var owner = snapshot.PositionOf(target) is { } place ? CodeOrigin.OwnerOf(place.Path) : CodeOwner.Application;
            return new NameHop(edge, source) { Kind = HolderKind.Global, Name = name, Member = name, Owner = _graph.TypeOf(target) == NodeType.Closure ? owner : CodeOwner.Application };
        }

        if (_graph.TypeOf(source) != NodeType.Object) return new NameHop(edge, source) { Member = Member(name) };
        if (snapshot.PositionOf(source) is not { } constructor)
        {
            // The keys of an object used as a table are entries, not names.
            var isEntry = _graph.EdgeCountOf(source) > MaxFields && ContainerKinds.KindOf(snapshot, source) is ContainerKind.KeyedObject && IsLikeOthers(source, target);
            return new NameHop(edge, source) { Member = isEntry ? "[]" : Member(name) };
        }

        if (name == "exports" && CodeOrigin.OwnerOf(constructor.Path) == CodeOwner.Runtime && StringProperty(source, "filename"u8) is { } file) return Export(edge, source, file);
        var property = Named(edge, source, HolderKind.Property, name, [constructor]);

        // Private fields of Node's own classes, such as an AbortController's #signal, are nothing that a program could write.
        var isHidden = property.Owner == CodeOwner.Runtime && name.StartsWith('#');
        return property with { OwnerClass = _graph.NameOf(source), Member = isHidden ? null : Member(name) };
    }

    /// <summary>True where at least half of an object's properties are of the class of one of them: entries of a table, not fields.</summary>
    private bool IsLikeOthers(NodeIndex source, NodeIndex target)
    {
        int compared = 0, alike = 0;
        var wanted = PlainClass.Of(snapshot.Classes.NameOf(target));
        foreach (var edge in _graph.EdgesOf(source))
        {
            if (edge.Type != EdgeType.Property || edge.Name == "__proto__") continue;
            if (PlainClass.Of(snapshot.Classes.NameOf(edge.To)) == wanted) alike++;
            if (++compared == MaxCompared) break;
        }

        return 2 * alike >= compared;
    }

    /// <summary>What a CommonJS module exports: <c>Module –exports→</c>, the file is the module's own.</summary>
    private static NameHop Export(EdgeIndex edge, NodeIndex module, string file) => new(edge, module)
    {
        Kind = HolderKind.Export,
        Name = "exports",
        File = file,
        Owner = CodeOrigin.OwnerOf(file),
    };

    private NameHop Internal(EdgeIndex edge, NodeIndex source)
    {
        var name = _graph.NameOf(edge);
        if (name == "value" && IsHidden(source, "system / Cell"u8)) return Binding(edge, source) ?? new NameHop(edge, source);

        // Slots of a Map's table: the entry of some key.
        var isEntry = _graph.TypeOf(source) == NodeType.Array && name.Length > 0 && name.All(char.IsAsciiDigit);
        return new NameHop(edge, source) { Member = isEntry && IsTable(source) ? "[]" : null };
    }

    /// <summary>
    /// A binding of an ES module that it exports: its cell stands in the module's table of exports, right after the name:
    /// <c>SourceTextModule –→ array –internal:N→ string, –internal:N+1→ Cell –value→ object</c>.
    /// </summary>
    private NameHop? Binding(EdgeIndex edge, NodeIndex cell)
    {
        foreach (var slot in snapshot.Retainers.EdgesTo(cell))
        {
            var table = _graph.SourceOf(slot);
            if (_graph.TypeOf(slot) != EdgeType.Internal || _graph.TypeOf(table) != NodeType.Array) continue;
            if (!int.TryParse(_graph.NameOf(slot), NumberStyles.None, CultureInfo.InvariantCulture, out var index)) continue;
            if (StringAt(table, index - 1) is not { } name || ModuleWith(table) is not { } module) continue;
            IReadOnlyList<CodePosition> functions = ScopeFunctions.ModulePosition(snapshot, module) is { } body ? [body] : [];
            return Named(edge, cell, HolderKind.Variable, name, functions);
        }

        return null;
    }

    private string? StringAt(NodeIndex table, int index)
    {
        var wanted = index.ToString(CultureInfo.InvariantCulture);
        foreach (var edge in _graph.EdgesOf(table))
        {
            if (edge.Type == EdgeType.Internal && _graph.TypeOf(edge.To) == NodeType.String && edge.Name == wanted) return _graph.NameOf(edge.To);
        }

        return null;
    }

    private NodeIndex? ModuleWith(NodeIndex table)
    {
        foreach (var edge in snapshot.Retainers.EdgesTo(table))
        {
            var source = _graph.SourceOf(edge);
            if (IsHidden(source, "system / SourceTextModule"u8)) return source;
        }

        return null;
    }

    private NameHop Named(EdgeIndex edge, NodeIndex source, HolderKind kind, string name, IReadOnlyList<CodePosition> functions, string? script = null)
    {
        var file = functions.Count > 0 ? functions[0].Path : script;
        return new NameHop(edge, source)
        {
            Kind = kind,
            Name = name,
            Member = kind == HolderKind.Variable ? null : Member(name),
            File = file,
            Functions = functions,
            Owner = file is null ? CodeOwner.Runtime : CodeOrigin.OwnerOf(file),
        };
    }

    private IReadOnlyList<CodePosition> Place(NodeIndex closure) => snapshot.PositionOf(closure) is { } place ? [place] : [];

    private static string? Member(string name) => name.StartsWith("<symbol", StringComparison.Ordinal) ? null : name;

    private string? StringProperty(NodeIndex node, ReadOnlySpan<byte> name) =>
        _graph.FindProperty(node, name) is { } value && _graph.TypeOf(value) == NodeType.String ? _graph.NameOf(value) : null;

    private bool IsGlobal(NodeIndex node)
    {
        var name = _graph.NameIndexOf(node);
        return _graph.TypeOf(node) == NodeType.Object
            && (_graph.Strings.Is(name, "global"u8) || _graph.Strings.StartsWith(name, "global "u8) || _graph.Strings.Is(name, "Window"u8) || _graph.Strings.StartsWith(name, "Window "u8));
    }

    private bool IsTable(NodeIndex node)
    {
        foreach (var edge in snapshot.Retainers.EdgesTo(node))
        {
            if (_graph.Is(edge, EdgeType.Internal, "table"u8)) return true;
        }

        return false;
    }

    private bool IsHidden(NodeIndex node, ReadOnlySpan<byte> name) => _graph.TypeOf(node) == NodeType.Hidden && _graph.IsNamed(node, name);
}
