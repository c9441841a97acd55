namespace Heapwise.Outside.Snapshot;

/// <summary>The types of nodes, in the order in which the file's head lists them.</summary>
internal enum NodeKind : byte
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
}
