namespace Heapwise.Analysis.Retention.Names;

/// <summary>What a programmer would call the name.</summary>
public enum HolderKind
{
    /// <summary>No name was found.</summary>
    None,

    /// <summary>A variable that functions see, or a binding of an ES module.</summary>
    Variable,

    /// <summary>A property of an instance of a class, private ones included.</summary>
    Property,

    /// <summary>A property of a class or function itself.</summary>
    Static,

    /// <summary>A property of the global object.</summary>
    Global,

    /// <summary>A property of what a CommonJS module exports.</summary>
    Export,

    /// <summary>One of several variables, or an object that is only known by the function that keeps it.</summary>
    Unnamed,

    /// <summary>No name but that of the object's class, such as <c>process</c> or <c>Socket</c>.</summary>
    Instance,
}
