namespace Heapwise.Heap.Graph;

/// <summary>
/// V8's node types, by name. A type added by a newer V8 is <see cref="Other"/> or above here, and <see cref="HeapGraph.TypeNameOf"/>
/// returns its own name.
/// </summary>
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

    /// <summary>The first type name unknown to this version; further unknown names take the next values.</summary>
    Other,
}
