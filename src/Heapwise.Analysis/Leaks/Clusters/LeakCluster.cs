using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Survivors that accumulate below one holder: the evidence of one possible leak, before a pattern gives it a name.</summary>
internal sealed record LeakCluster
{
    public required ClusterHolder Holder { get; init; }

    public required ClusterGrowth Growth { get; init; }

    /// <summary>Shallow bytes of all survivors, or what the holder retained more.</summary>
    public required long Bytes { get; init; }

    /// <summary>
    /// Containers below the holder that the survivors hang at, with the bytes of these; empty where they hang at the holder
    /// itself.
    /// </summary>
    public required IReadOnlyList<GrownBy> Containers { get; init; }

    /// <summary>Survivors by class, most first.</summary>
    public required IReadOnlyList<SurvivorClass> Classes { get; init; }

    /// <summary>The path from the root by way of the holder's name to one of the leaked objects.</summary>
    public required RootPath Path { get; init; }

    /// <summary>Whether the holder itself grew, as the earlier snapshots show it; null where they do not.</summary>
    public required bool? HolderGrew { get; init; }

    /// <summary>The function that leaks, where what is put in is one or a listener that wraps one.</summary>
    public required LeakedFunction? Function { get; init; }

    /// <summary>Locations in the program where leaked functions were made, most first.</summary>
    public required IReadOnlyList<CodePosition> CreatedAt { get; init; }

    /// <summary>Locations in the program of the classes of leaked objects, most objects first.</summary>
    public required IReadOnlyList<CodePosition> ClassesAt { get; init; }

    /// <summary>Other holders of the leaked object.</summary>
    public required IReadOnlyList<HolderName> AlsoHeldBy { get; init; }

    /// <summary>Clusters that the same calls of the program add to; their objects are counted in this one.</summary>
    public required IReadOnlyList<LeakCluster> AlsoFilled { get; init; }

    /// <summary>Holders of the clusters that were joined to this one; their objects are counted in it.</summary>
    public required IReadOnlyList<NodeIndex> JoinedHolders { get; init; }

    /// <summary>
    /// What the general search found, before clusters were joined; null where a pattern found the cluster, or growth left
    /// no objects.
    /// </summary>
    public required ClusterSeed? Seed { get; init; }

    /// <summary>The pattern, where it was recognized by how the cluster was found; else null.</summary>
    public ClusterOrigin? Origin { get; init; }

    /// <summary>The class of what is put into the holder; null where growth leaves no objects (numbers, text).</summary>
    public SurvivorClass? Entry => (Growth as ClusterGrowth.Objects)?.Entry;

    public HolderName Name => Holder.Name;

    public ContainerKind Kind => Holder.Contents.Kind;
}

/// <summary>The object below which survivors accumulate.</summary>
/// <param name="Node">The object.</param>
/// <param name="Point">The object at which the survivors hang: the holder, or the end of a list that begins there.</param>
/// <param name="ClassName">The holder's class.</param>
/// <param name="ClassOwner">Whose class that is, by its constructor; <see cref="CodeOwner.Application"/> where there is none.</param>
/// <param name="Name">Its name in the program.</param>
/// <param name="Contents">What it contains.</param>
/// <param name="IsSpread">
/// True where the survivors hang at many older objects below the holder, such as an array for each user in a Map.
/// </param>
/// <param name="Chain">What links a list that begins at the holder, where that is the scope of a function; else null.</param>
internal sealed record ClusterHolder(
    NodeIndex Node,
    NodeIndex Point,
    string ClassName,
    CodeOwner ClassOwner,
    HolderName Name,
    HolderContents Contents,
    bool IsSpread,
    ScopeChain? Chain);

/// <summary>What the general search found at one accumulation point.</summary>
/// <param name="Point">The accumulation point.</param>
/// <param name="Container">The container there, whatever it is named by.</param>
/// <param name="Entry">What is put into it.</param>
/// <param name="Bytes">Shallow bytes of the survivors.</param>
/// <param name="Tally">The survivors, counted.</param>
internal sealed record ClusterSeed(AccumulationPoint Point, NodeIndex Container, SurvivorClass Entry, long Bytes, ClassTally Tally);
