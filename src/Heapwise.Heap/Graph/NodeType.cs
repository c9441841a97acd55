namespace Heapwise.Heap.Graph;

/// <summary>V8's node types, by name. A type that a newer V8 adds keeps its own name in <see cref="HeapGraph.TypeNameOf"/> and is <see cref="Other"/> or above here.</summary>
public enum NodeType : byte
{
    Hidden,
    Array,
    String,
    Object,
    Code,
    Closure,
    RegExp,
    Number,
    Native,
    Synthetic,
    ConcatenatedString,
    SlicedString,
    Symbol,
    BigInt,
    ObjectShape,
    WasmObject,

    /// <summary>The first type name unknown to this version; further unknown names take the values after it.</summary>
    Other,
}

/// <summary>V8's edge types, by name.</summary>
public enum EdgeType : byte
{
    /// <summary>A variable of a function's context; the name is the variable's.</summary>
    Context,

    /// <summary>An array element or integer key; the number is the index.</summary>
    Element,

    /// <summary>A named property.</summary>
    Property,

    /// <summary>A field that JavaScript does not see, with a name.</summary>
    Internal,

    /// <summary>A field that JavaScript does not see, with a number.</summary>
    Hidden,

    /// <summary>A link of the snapshot's own making, as from the root to a global object.</summary>
    Shortcut,

    /// <summary>Does not keep its target alive.</summary>
    Weak,

    /// <summary>A type unknown to this version; treated as a strong edge with a string name.</summary>
    Other,
}

/// <summary>Names of V8's types as the snapshot's meta section spells them.</summary>
public static class TypeNames
{
    public static readonly IReadOnlyList<string> Nodes =
    [
        "hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native", "synthetic",
        "concatenated string", "sliced string", "symbol", "bigint", "object shape", "wasm object",
    ];

    public static readonly IReadOnlyList<string> Edges = ["context", "element", "property", "internal", "hidden", "shortcut", "weak"];

    public static string Of(EdgeType type) => type < EdgeType.Other ? Edges[(int)type] : "other";
}
