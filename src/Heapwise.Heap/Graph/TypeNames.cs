namespace Heapwise.Heap.Graph;

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
