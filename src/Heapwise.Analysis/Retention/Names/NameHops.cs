using System.Globalization;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Names;

/// <summary>Reads names from edges. The functions of a scope are looked up once and kept.</summary>
internal sealed class NameHops(HeapSnapshot snapshot)
{
    /// <summary>An object with no more edges is taken for one of fixed fields, not for a table.</summary>
    private const int MaxFields = 16;

    /// <summary>Fields compared with one of them to distinguish a table from a library's object of many methods.</summary>
    private const int MaxCompared = 64;

    private const string Getter = "get ";

    private readonly HeapGraph _graph = snapshot.Graph;
    private readonly Dictionary<NodeIndex, IReadOnlyList<CodePosition>> _scopes = [];

    public NameHop Read(EdgeIndex edge, NodeIndex source, NodeIndex target) => _graph.TypeOf(edge) switch
    {
        EdgeType.Context => Variable(edge, source, _graph.NameOf(edge)),
        EdgeType.Hidden when ScopeVariables.IsContext(_graph, source) => VariableOfBlock(edge, source),
        EdgeType.Property => Property(edge, source, target),
        EdgeType.Element when _graph.TypeOf(source) == NodeType.Object => new NameHop(edge, source) { Member = "[]" },
        EdgeType.Internal => Internal(edge, source),
        _ => new NameHop(edge, source),
    };

    /// <summary>True for the global object.</summary>
    public bool IsGlobal(NodeIndex node)
    {
        var name = _graph.NameIndexOf(node);
        return _graph.TypeOf(node) == NodeType.Object
            && (IsOrBeginsWith(name, "global"u8, "global "u8) || IsOrBeginsWith(name, "Window"u8, "Window "u8));
    }

    /// <summary>The function that keeps an object by one of V8's own fields; null for other steps.</summary>
    public KeepingFunction? FindKeeper(NameHop hop)
    {
        var node = hop.Source;
        if (_graph.TypeOf(hop.Edge) != EdgeType.Internal) return null;
        var isRunning = _graph.IsObject(node, "Generator"u8) || _graph.IsObject(node, "AsyncGenerator"u8);
        if (!isRunning && _graph.TypeOf(node) != NodeType.Closure) return null;
        if (snapshot.PositionOf(node) is not { } position || CodeOrigin.OwnerOf(position.Path) != CodeOwner.Application)
        {
            return new KeepingFunction(null, isRunning);
        }

        // V8 locates a call at its function.
        var name = _graph.NameOf(isRunning && _graph.FindInternal(node, "function"u8) is { } function ? function : node);
        return new KeepingFunction(position with { Function = name }, isRunning);
    }

    /// <summary>A variable of a library's that may be one of several says nothing.</summary>
    private NameHop VariableOfBlock(EdgeIndex edge, NodeIndex context)
    {
        var block = ScopeVariables.FindInBlock(_graph, edge);
        if (block?.Name is { } name) return Variable(edge, context, name);
        var given = NameInScope(HolderKind.Unnamed, "", context) with { Block = block };
        return new NameHop(edge, context) { Given = given.Owner == CodeOwner.Application ? given : null };
    }

    private NameHop Variable(EdgeIndex edge, NodeIndex context, string name)
    {
        // V8's own slots: .generator_object, .this_function, this.
        if (name.StartsWith('.') || name is "this" or "arguments" or "") return new NameHop(edge, context);
        return new NameHop(edge, context) { Given = NameInScope(HolderKind.Variable, name, context) };
    }

    private GivenName NameInScope(HolderKind kind, string name, NodeIndex context)
    {
        if (!_scopes.TryGetValue(context, out var functions)) _scopes[context] = functions = ScopeFunctions.Find(snapshot, context);
        var script = functions.Count > 0 ? null : ScopeFunctions.FindScript(snapshot, context);
        return CreateName(kind, name, functions, script);
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
        // This is where an emitter keeps its listeners. The emitter's own name says more.
        if (name == "_events") return new NameHop(edge, source) { Member = name };
        if (_graph.TypeOf(source) == NodeType.Closure)
        {
            var given = CreateName(HolderKind.Static, name, PositionsOf(source));
            return new NameHop(edge, source) { Given = given with { OwnerClass = _graph.NameOf(source) }, Member = name };
        }

        if (IsGlobal(source))
        {
            return new NameHop(edge, source) { Given = new GivenName(HolderKind.Global, name, OwnerOfGlobal(target)), Member = name };
        }

        if (_graph.TypeOf(source) != NodeType.Object) return new NameHop(edge, source) { Member = Member(name) };
        return snapshot.PositionOf(source) is { } constructor
            ? PropertyOfInstance(edge, source, name, constructor)
            : new NameHop(edge, source) { Member = IsEntry(source, target) ? "[]" : Member(name) };
    }

    private NameHop PropertyOfInstance(EdgeIndex edge, NodeIndex source, string name, CodePosition constructor)
    {
        var isOfRuntime = CodeOrigin.OwnerOf(constructor.Path) == CodeOwner.Runtime;
        if (name == "exports" && isOfRuntime && FindString(source, "filename"u8) is { } file) return Export(edge, source, file);
        var given = CreateName(HolderKind.Property, name, [constructor]);

        // A program cannot name the private fields of Node's own classes, such as an AbortController's #signal.
        var isHidden = isOfRuntime && name.StartsWith('#');
        var member = isHidden ? null : Member(name);
        return new NameHop(edge, source) { Given = given with { OwnerClass = _graph.NameOf(source) }, Member = member };
    }

    /// <summary>A function of the runtime that happens to be global names nothing of the program.</summary>
    private CodeOwner OwnerOfGlobal(NodeIndex target) =>
        _graph.TypeOf(target) == NodeType.Closure && snapshot.PositionOf(target) is { } position
            ? CodeOrigin.OwnerOf(position.Path)
            : CodeOwner.Application;

    /// <summary>The keys of an object used as a table are entries, not names.</summary>
    private bool IsEntry(NodeIndex source, NodeIndex target) =>
        _graph.EdgeCountOf(source) > MaxFields
        && ContainerKinds.Recognize(snapshot, source) is ContainerKind.KeyedObject
        && IsLikeOthers(source, target);

    /// <summary>True where at least half of an object's properties are of the target's class: entries of a table, not fields.</summary>
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

    /// <summary>What a CommonJS module exports: <c>Module –exports→</c>. The file is the module's own.</summary>
    private static NameHop Export(EdgeIndex edge, NodeIndex module, string file) => new(edge, module)
    {
        Given = new GivenName(HolderKind.Export, "exports", CodeOrigin.OwnerOf(file)) { File = file },
    };

    private NameHop Internal(EdgeIndex edge, NodeIndex source)
    {
        var name = _graph.NameOf(edge);
        if (name == "value" && IsHidden(source, "system / Cell"u8)) return new NameHop(edge, source) { Given = FindBinding(source) };

        // A slot of a Map's table is the entry of some key.
        var isEntry = _graph.TypeOf(source) == NodeType.Array && name.Length > 0 && name.All(char.IsAsciiDigit);
        return new NameHop(edge, source) { Member = isEntry && IsTable(source) ? "[]" : null };
    }

    /// <summary>
    /// A binding that an ES module exports. Its cell is in the module's table of exports, right after the name:
    /// <c>SourceTextModule –→ array –internal:N→ string, –internal:N+1→ Cell –value→ object</c>.
    /// </summary>
    private GivenName? FindBinding(NodeIndex cell)
    {
        foreach (var slot in snapshot.Retainers.EdgesTo(cell))
        {
            var table = _graph.SourceOf(slot);
            if (_graph.TypeOf(slot) != EdgeType.Internal || _graph.TypeOf(table) != NodeType.Array) continue;
            if (!int.TryParse(_graph.NameOf(slot), NumberStyles.None, CultureInfo.InvariantCulture, out var index)) continue;
            if (FindStringAt(table, index - 1) is not { } name || FindModuleWith(table) is not { } module) continue;
            IReadOnlyList<CodePosition> functions = ScopeFunctions.FindModulePosition(snapshot, module) is { } body ? [body] : [];
            return CreateName(HolderKind.Variable, name, functions);
        }

        return null;
    }

    private string? FindStringAt(NodeIndex table, int index)
    {
        var wanted = index.ToString(CultureInfo.InvariantCulture);
        foreach (var edge in _graph.EdgesOf(table))
        {
            if (edge.Type != EdgeType.Internal || _graph.TypeOf(edge.To) != NodeType.String) continue;
            if (edge.Name == wanted) return _graph.NameOf(edge.To);
        }

        return null;
    }

    private NodeIndex? FindModuleWith(NodeIndex table)
    {
        foreach (var edge in snapshot.Retainers.EdgesTo(table))
        {
            var source = _graph.SourceOf(edge);
            if (IsHidden(source, "system / SourceTextModule"u8)) return source;
        }

        return null;
    }

    private static GivenName CreateName(HolderKind kind, string name, IReadOnlyList<CodePosition> functions, string? script = null)
    {
        var file = functions.Count > 0 ? functions[0].Path : script;
        var owner = file is null ? CodeOwner.Runtime : CodeOrigin.OwnerOf(file);
        return new GivenName(kind, name, owner) { File = file, Functions = functions };
    }

    private IReadOnlyList<CodePosition> PositionsOf(NodeIndex closure) => snapshot.PositionOf(closure) is { } position ? [position] : [];

    private static string? Member(string name) => name.StartsWith("<symbol", StringComparison.Ordinal) ? null : name;

    private string? FindString(NodeIndex node, ReadOnlySpan<byte> name) =>
        _graph.FindProperty(node, name) is { } value && _graph.TypeOf(value) == NodeType.String ? _graph.NameOf(value) : null;

    private bool IsOrBeginsWith(int name, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> start) =>
        _graph.Strings.Is(name, whole) || _graph.Strings.StartsWith(name, start);

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
