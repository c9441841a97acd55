using Heapwise.Analysis.Advice.English;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention;

/// <summary>What kind of thing a programmer would say that the name is.</summary>
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

    /// <summary>No name but that of the object's class, such as <c>process</c> or <c>Socket</c>.</summary>
    Instance,
}

/// <summary>The name of an object as the programmer would say it.</summary>
public sealed record HolderName
{
    public required HolderKind Kind { get; init; }

    /// <summary>The name and the properties below it, such as <c>cache</c>, <c>queue.head</c> or <c>sessions</c>; null where there is none.</summary>
    public required string? Name { get; init; }

    /// <summary>The first part of <see cref="Name"/>: the variable or property itself.</summary>
    public required string? Root { get; init; }

    /// <summary>Properties from <see cref="Root"/> down to the object, entries of collections as <c>[]</c>.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>The class whose property or static it is.</summary>
    public required string? OwnerClass { get; init; }

    /// <summary>The event, where the object is an emitter's list of listeners.</summary>
    public string? Event { get; init; }

    /// <summary>The class of the emitter or EventTarget, where the object is a list of listeners.</summary>
    public string? EmitterClass { get; init; }

    /// <summary>The EventTarget, where the object is part of its list of listeners.</summary>
    public NodeIndex? Emitter { get; init; }

    /// <summary>True where the listeners are those of an EventTarget such as an AbortSignal.</summary>
    public bool IsEventTarget { get; init; }

    /// <summary>The script that the name stands in.</summary>
    public required string? File { get; init; }

    /// <summary>Places of functions that see the name: closures of the scope, or the constructor of the class.</summary>
    public required IReadOnlyList<CodePosition> Functions { get; init; }

    /// <summary>The library, or <c>node</c>, between the named object and the one that was asked for, of several libraries the one nearest to the name; of a name in a library's own code that library.</summary>
    public required string? Library { get; init; }

    /// <summary>The object that bears the name: the asked one, or one above it.</summary>
    public required NodeIndex Named { get; init; }

    /// <summary>The path from the root by way of the name to the object that was asked for.</summary>
    public required RootPath Path { get; init; }

    /// <summary>The name in English words, the same for the same name: <c>variable cache of users.js</c>.</summary>
    public string Words => HolderWords.Of(this);
}
