namespace Heapwise.Outside.Layouts;

/// <summary>How the size of an object is found, and which of its words may be pointers.</summary>
internal enum BodyShape : byte
{
    /// <summary>As many words as its map says, all of them after the map tagged.</summary>
    Fields,

    /// <summary>As many words as its map says, none of them a pointer.</summary>
    Opaque,
    String,

    /// <summary>A length, and then as many tagged words.</summary>
    Array,

    /// <summary>As <see cref="Array"/>; the length shares its word with a hash.</summary>
    PropertyArray,

    /// <summary>A capacity, a count, and then as many tagged words as the capacity says.</summary>
    List,
    Doubles,
    Bytes,
    BigInt,
    Descriptors,
    Bytecode,
    FeedbackVector,

    /// <summary>Tagged words up to the next object, whose first word is a map.</summary>
    Scanned,

    /// <summary>As <see cref="Scanned"/>, without pointers.</summary>
    ScannedOpaque,

    /// <summary>Machine code, with three tagged words in front.</summary>
    Instructions,

    /// <summary>No object: room between objects.</summary>
    Free,
}
