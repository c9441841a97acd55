namespace Heapwise.Heap.Graph;

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

    /// <summary>A link that only the snapshot has, such as from the root to a global object.</summary>
    Shortcut,

    /// <summary>Does not keep its target alive.</summary>
    Weak,

    /// <summary>A type unknown to this version; treated as a strong edge with a string name.</summary>
    Other,
}
