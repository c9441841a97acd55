using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Facts;

/// <summary>What keeps the leaked objects.</summary>
public abstract record LeakHolder
{
    private LeakHolder()
    {
    }

    /// <summary>V8's id of the object; 0 for the process.</summary>
    public abstract NodeId Id { get; }

    /// <summary>The name as the program writes it; null where there is none.</summary>
    public abstract string? ShortName { get; }

    /// <summary>An object of the heap.</summary>
    /// <param name="Id">V8's id.</param>
    /// <param name="ClassName">Its class.</param>
    /// <param name="Name">Its name in the program.</param>
    /// <param name="RetainedBytes">What would be freed with it.</param>
    /// <param name="Contents">What it contains, as a container.</param>
    /// <param name="AlsoHeldBy">Other holders that would keep the objects if this one let go.</param>
    public sealed record HeapObject(
        NodeId Id,
        string ClassName,
        HolderName Name,
        long RetainedBytes,
        HolderContents Contents,
        IReadOnlyList<HolderName> AlsoHeldBy) : LeakHolder
    {
        public override NodeId Id { get; } = Id;

        public override string? ShortName => Name.Name;
    }

    /// <summary>Not seen, as there is no snapshot: only what allocates the objects is known.</summary>
    /// <param name="Function">The function of the program; null for one without a name.</param>
    /// <param name="File">Its script.</param>
    public sealed record Unseen(string? Function, string File) : LeakHolder
    {
        public override NodeId Id => new(0);

        public override string? ShortName => Function;
    }

    /// <summary>The process itself, outside V8's heap.</summary>
    /// <param name="Measure">Which measure grows.</param>
    /// <param name="Kind">
    /// For descriptors a file's path, a folder's path that ends in a slash, <c>socket</c>, <c>pipe</c>; else null.
    /// </param>
    public sealed record OfProcess(Measure Measure, string? Kind) : LeakHolder
    {
        public override NodeId Id => new(0);

        public override string? ShortName => Kind;
    }
}

/// <summary>A holder that the same calls add to as to the one that represents the leak.</summary>
/// <param name="Name">Its name in the program.</param>
/// <param name="Statement">The statement that makes it grow.</param>
public sealed record FilledHolder(HolderName Name, CodeLocation? Statement);

/// <summary>What a holder contains.</summary>
/// <param name="Kind">What kind of container it is.</param>
/// <param name="Inner">What kind the containers inside it are, where those grow; else <see cref="ContainerKind.None"/>.</param>
/// <param name="Entries">Its entries in the last snapshot; null where it is no container.</param>
public sealed record HolderContents(ContainerKind Kind, ContainerKind Inner, ContainerEntries? Entries);
