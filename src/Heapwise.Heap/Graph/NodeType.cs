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
