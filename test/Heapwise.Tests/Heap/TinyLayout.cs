namespace Heapwise.Tests.Heap;

/// <summary>How a snapshot file is laid out: the fields of its records, its extra sections and its white space.</summary>
public sealed record TinyLayout
{
    private static readonly string[] Types14 =
    [
        "hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native", "synthetic",
        "concatenated string", "sliced string", "symbol", "bigint",
    ];

    public required string Name { get; init; }

    public IReadOnlyList<string> NodeFields { get; init; } = ["type", "name", "id", "self_size", "edge_count", "detachedness"];

    public IReadOnlyList<string> NodeTypes { get; init; } = [.. Types14, "object shape"];

    public IReadOnlyList<string> EdgeFields { get; init; } = ["type", "name_or_index", "to_node"];

    public IReadOnlyList<string> EdgeTypes { get; init; } = ["context", "element", "property", "internal", "hidden", "shortcut", "weak"];

    public IReadOnlyList<string> LocationFields { get; init; } = ["object_index", "script_id", "line", "column"];

    /// <summary>True where the head has <c>extra_native_bytes</c>.</summary>
    public bool HasExtraNativeBytes { get; init; }

    /// <summary>True where the file has Chromium's sections <c>scopes</c>, <c>scope_context_vars</c> and <c>scope_uses</c>.</summary>
    public bool HasScopes { get; init; }

    /// <summary>True where the trace sections and samples hold something.</summary>
    public bool IsTracked { get; init; }

    public TinyStyle Style { get; init; }

    /// <summary>Writes characters beyond ASCII as UTF-8; V8 itself escapes them.</summary>
    public bool RawUtf8 { get; init; }

    public static TinyLayout Node14 { get; } = new()
    {
        Name = "Node 14",
        NodeFields = ["type", "name", "id", "self_size", "edge_count", "trace_node_id"],
        NodeTypes = Types14,
        Style = TinyStyle.Lines,
    };

    public static TinyLayout Node18 { get; } = Node14 with
    {
        Name = "Node 16 and 18",
        NodeFields = ["type", "name", "id", "self_size", "edge_count", "trace_node_id", "detachedness"],
    };

    public static TinyLayout Node20 { get; } = Node18 with { Name = "Node 20", NodeTypes = [.. Types14, "object shape", "wasm object"] };

    public static TinyLayout Node24 { get; } = new() { Name = "Node 24", HasExtraNativeBytes = true };

    public static TinyLayout Chromium { get; } = Node24 with
    {
        Name = "Chromium",
        LocationFields = ["object_index", "script_id", "script_object_index", "line", "column"],
        HasScopes = true,
    };

    public static TinyLayout Node20Tracked { get; } = Node20 with { Name = "Node 20 with allocation tracking", IsTracked = true };

    public static TinyLayout Node24Tracked { get; } = Node24 with
    {
        Name = "Node 24 with allocation tracking",
        NodeFields = ["type", "name", "id", "self_size", "edge_count", "trace_node_id", "detachedness"],
        IsTracked = true,
    };

    /// <summary>No V8 writes this: fields in another order, fields that nobody knows, types in another order, wide white space.</summary>
    public static TinyLayout Foreign { get; } = new()
    {
        Name = "foreign",
        NodeFields = ["edge_count", "unheard_of", "id", "name", "detachedness", "self_size", "type"],
        NodeTypes =
        [
            "synthetic", "future thing", "hidden", "native", "array", "string", "object", "code", "closure", "regexp", "number",
            "concatenated string", "sliced string", "symbol", "bigint",
        ],
        EdgeFields = ["to_node", "unheard_of", "type", "name_or_index"],
        EdgeTypes = ["weak", "shortcut", "future edge", "hidden", "internal", "property", "element", "context"],
        LocationFields = ["column", "line", "unheard_of", "script_id", "object_index"],
        HasExtraNativeBytes = true,
        Style = TinyStyle.Indented,
        RawUtf8 = true,
    };

    public static IReadOnlyList<TinyLayout> All { get; } =
        [Node14, Node18, Node20, Node24, Chromium, Node20Tracked, Node24Tracked, Foreign];

    public override string ToString() => Name;
}

/// <summary>White space between a file's tokens.</summary>
public enum TinyStyle
{
    /// <summary>None within a record list, one line a section: Node 24.</summary>
    Minified,

    /// <summary>One line a record, the comma at the beginning: Node 20 and older.</summary>
    Lines,

    /// <summary>Every value on its own line, with tabs, spaces and carriage returns.</summary>
    Indented,
}
