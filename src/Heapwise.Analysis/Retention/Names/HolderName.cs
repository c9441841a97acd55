using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Names;

/// <summary>The name of an object in the program, in parts. A language turns it into words.</summary>
public sealed record HolderName
{
    /// <summary>The label of the global object itself, where that holds the objects.</summary>
    public const string GlobalObject = "globalThis";

    public required HolderKind Kind { get; init; }

    /// <summary>The variable or property that the name begins with, or the class of an instance; null where there is no name.</summary>
    public required string? Label { get; init; }

    /// <summary>Properties from the label down to the object, entries of containers as <c>[]</c>.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>How many of the last members are properties of objects of a library's, and of what is in them.</summary>
    public required int MembersInLibrary { get; init; }

    /// <summary>How many of these the name leaves out, because the program does not know them.</summary>
    public int HiddenMembers { get; init; }

    /// <summary>Where the label is defined.</summary>
    public required NameScope Scope { get; init; }

    /// <summary>The list of listeners that the object is; null where it is something else.</summary>
    public required ListenerList? Listeners { get; init; }

    /// <summary>Code positions of functions that see the name: closures of the scope, or the constructor of the class.</summary>
    public required IReadOnlyList<CodePosition> Functions { get; init; }

    /// <summary>
    /// The library, or <c>node</c>, between the named object and the one that was asked for. If there are several, it is the one nearest
    /// to the name. For a name in a library's own code it is that library.
    /// </summary>
    public required string? Library { get; init; }

    /// <summary>The object that has the name: the one that was asked for, or one above it.</summary>
    public required NodeIndex Named { get; init; }

    /// <summary>The path from the root by way of the name to the object that was asked for.</summary>
    public required RootPath Path { get; init; }

    /// <summary>
    /// The label and the properties below it, such as <c>cache</c>, <c>queue.head</c> or <c>sessions[]</c>; null where there is none.
    /// </summary>
    public string? Name => NameWith(Members.Count - HiddenMembers);

    /// <summary>The same down to the object itself, a library's own properties included.</summary>
    public string? FullName => NameWith(Members.Count);

    /// <summary>The variable or property that can be looked for in the program's source; null where there is none.</summary>
    public string? Root => Kind is HolderKind.Instance or HolderKind.None ? null : Label;

    /// <summary>True where the label is defined in the program's own code.</summary>
    public bool IsOfProgram => Scope.File is { } file ? CodeOrigin.OwnerOf(file) == CodeOwner.Application : Kind == HolderKind.Global;

    /// <summary>
    /// Equal for two names that a programmer would not distinguish. Entries of containers on the way count; see
    /// <see cref="HolderIdentity.WithoutEntries"/>.
    /// </summary>
    public HolderIdentity Identity => new(
        Kind,
        Name,
        Kind switch
        {
            HolderKind.Variable or HolderKind.Export => Scope.File is { } file ? CodeOrigin.FileNameOf(file) : null,
            HolderKind.Property or HolderKind.Static => Scope.ClassName,
            _ => null,
        },
        Listeners?.Event);

    private string? NameWith(int count) => Root is null
        ? Label
        : Label + string.Concat(Members.Take(count).Select(member => member.StartsWith('[') ? member : "." + member));
}

/// <summary>Where a name is defined.</summary>
/// <param name="ClassName">The class whose property or static property it is; null for other names.</param>
/// <param name="File">The script; null where it is not known.</param>
/// <param name="Block">The block's variables of which it is one; null where there is a name, or nothing is known.</param>
public readonly record struct NameScope(string? ClassName, string? File, BlockVariable? Block = null);

/// <summary>An emitter's or EventTarget's list of listeners.</summary>
/// <param name="Event">The event; null where it is not known.</param>
/// <param name="EmitterClass">The class of the emitter or EventTarget; null where it is not known.</param>
/// <param name="Target">The EventTarget, such as an AbortSignal; null for an emitter.</param>
public sealed record ListenerList(string? Event, string? EmitterClass, NodeIndex? Target)
{
    public bool IsOfEventTarget => Target is not null;
}

/// <summary>What makes two names the same.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The label and the properties below it.</param>
/// <param name="Scope">The file's name without its folder, or the class; null where the kind has none.</param>
/// <param name="Event">The event of a list of listeners.</param>
public readonly record struct HolderIdentity(HolderKind Kind, string? Name, string? Scope, string? Event)
{
    /// <summary>The same for a container and for what is inside its entries.</summary>
    public HolderIdentity WithoutEntries() => this with { Name = Name?.Replace("[]", "", StringComparison.Ordinal) };
}
