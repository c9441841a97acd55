using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Names;

/// <summary>One step up from an object, with the name that the edge gives it, if any.</summary>
internal sealed record NameHop(EdgeIndex Edge, NodeIndex Source)
{
    /// <summary>The name; null where the edge gives none.</summary>
    public GivenName? Given { get; init; }

    /// <summary>What the step adds to a name further up; null where the programmer does not see the step.</summary>
    public string? Member { get; init; }

    /// <summary>True where the source is itself reached through the object: it names the object but does not hold it.</summary>
    public bool IsBelow { get; init; }

    /// <summary>True where the step is from a getter to the object that has it.</summary>
    public bool IsGetter { get; init; }

    public bool HasProgramName => Given is { Owner: CodeOwner.Application, Kind: not HolderKind.Unnamed };
}

/// <summary>A name that an edge gives to its target.</summary>
/// <param name="Kind">What a programmer would call it.</param>
/// <param name="Name">The variable or property; empty for <see cref="HolderKind.Unnamed"/>.</param>
/// <param name="Owner">Whose code defines it.</param>
internal sealed record GivenName(HolderKind Kind, string Name, CodeOwner Owner)
{
    /// <summary>The class whose property or static property it is.</summary>
    public string? OwnerClass { get; init; }

    /// <summary>The script that defines it; null where it is not known.</summary>
    public string? File { get; init; }

    /// <summary>The variables of a block that may be meant, where there is no name.</summary>
    public BlockVariable? Block { get; init; }

    /// <summary>Functions that see the name.</summary>
    public IReadOnlyList<CodePosition> Functions { get; init; } = [];

    /// <summary>The library that defines it, or <c>node</c>.</summary>
    public string? Library => Owner == CodeOwner.Library ? CodeOrigin.FindLibrary(File ?? "") : "node";
}

/// <summary>A function that keeps something: its scope, what it is bound to, or a register of a call that has not ended.</summary>
/// <param name="Position">Where the function is; null where it is not the program's.</param>
/// <param name="IsRunning">True for a call of a generator or async function.</param>
internal sealed record KeepingFunction(CodePosition? Position, bool IsRunning);
