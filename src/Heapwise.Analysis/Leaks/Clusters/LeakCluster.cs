using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Retention;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Survivors that gather below one holder: the evidence of one possible leak, before a rule says what it is.</summary>
public sealed record LeakCluster
{
    /// <summary>The object below which the survivors gather.</summary>
    public required NodeIndex Holder { get; init; }

    /// <summary>The object at which they hang: the holder, or the end of a list that begins there.</summary>
    public required NodeIndex Point { get; init; }

    public required string HolderClass { get; init; }

    /// <summary>Whose class the holder is of, by its constructor; <see cref="CodeOwner.Application"/> where there is none.</summary>
    public required CodeOwner HolderOwner { get; init; }

    public required HolderName Name { get; init; }

    public required CollectionKind Kind { get; init; }

    /// <summary>Entries of the holder in the last snapshot; null where it is no container.</summary>
    public required long? Entries { get; init; }

    /// <summary><c>string</c>, <c>integer</c>, <c>object</c>; null where entries have no keys.</summary>
    public required string? Keys { get; init; }

    /// <summary>True where the survivors hang at many older objects below the holder, such as an array for each user in a Map.</summary>
    public required bool IsSpread { get; init; }

    /// <summary>What kind of container those older objects are; <see cref="CollectionKind.None"/> where there are none.</summary>
    public CollectionKind InnerKind { get; init; }

    /// <summary>Survivors by rung; zeros where growth leaves no objects.</summary>
    public required IReadOnlyList<long> Born { get; init; }

    /// <summary>Shallow bytes of all survivors, or what the holder retained more.</summary>
    public required long Bytes { get; init; }

    /// <summary>Containers below the holder that the survivors hang at, with the bytes of these; empty where they hang at the holder itself.</summary>
    public IReadOnlyList<GrownBy> Containers { get; init; } = [];

    /// <summary>The slowest rung's share of the fastest one's rate, for what is put in or for all survivors: the better of the two.</summary>
    public required double Evenness { get; init; }

    /// <summary>Survivors by class, most first.</summary>
    public required IReadOnlyList<SurvivorClass> Classes { get; init; }

    /// <summary>The class of what is put into the holder, and one of its survivors; null where growth leaves no objects (numbers, text).</summary>
    public required SurvivorClass? Entry { get; init; }

    /// <summary>What the holder retained more after each rung, where growth leaves no objects to count; else null.</summary>
    public IReadOnlyList<long>? GrownBytes { get; init; }

    /// <summary>The function that is left behind, where what is put in is one or a listener that wraps one.</summary>
    public LeakedFunction? Function { get; init; }

    /// <summary>Long texts that live only through pieces of them; null where there are none.</summary>
    public KeptTexts? Texts { get; init; }

    /// <summary>What stays of weak references; null where nothing does.</summary>
    public WeakLeak? Weak { get; init; }

    /// <summary>Code compiled at run time that leaked objects keep; null where there is none.</summary>
    public CompiledCode? Code { get; init; }

    /// <summary>Elements that were taken out of a page, in snapshots of a browser.</summary>
    public long DetachedElements { get; init; }

    /// <summary>True where it is the caches of Node's module loaders that grow.</summary>
    public bool IsModuleCache { get; init; }

    /// <summary>How promises that do not settle take part; null where they do not.</summary>
    public PromiseLeak? Promise { get; init; }

    /// <summary>Whether Node has warned of too many listeners; null where none gather.</summary>
    public bool? HasWarned { get; init; }

    /// <summary>Whose observers gather; null where the entries are something else.</summary>
    public SubscriptionFacts? Subscription { get; init; }

    /// <summary>The context that makes up most of what the entries keep; null where there is none.</summary>
    public AsyncContextFacts? AsyncContext { get; init; }

    /// <summary>Streams that are done with and stay; null where what gathers is something else.</summary>
    public StreamFacts? Stream { get; init; }

    /// <summary>How the timers work that gather; null where none do.</summary>
    public TimerFacts? Timer { get; init; }

    /// <summary>The path from the root by way of the holder's name to one of the leaked objects.</summary>
    public required RootPath Path { get; init; }

    /// <summary>Whether the holder itself grew, as the earlier snapshots show it; null where they do not tell.</summary>
    public required bool? HolderGrew { get; init; }

    /// <summary>Places in the program where leaked functions were made, most first.</summary>
    public required IReadOnlyList<CodePosition> CreatedAt { get; init; }

    /// <summary>Places in the program of the classes that leaked objects are of, most objects first.</summary>
    public required IReadOnlyList<CodePosition> ClassesAt { get; init; }

    /// <summary>Other holders of the leaked object.</summary>
    public required IReadOnlyList<HolderName> AlsoHeldBy { get; init; }
}

/// <summary>Survivors of one class in one cluster.</summary>
/// <param name="Name">The class as the summary names it.</param>
/// <param name="Born">Survivors by rung.</param>
/// <param name="Bytes">Their shallow bytes.</param>
/// <param name="Example">The one nearest to the root.</param>
public sealed record SurvivorClass(string Name, IReadOnlyList<long> Born, long Bytes, NodeIndex Example)
{
    public long Count => Born.Sum();

    /// <summary>The evenness of what is put in, or of all: the same code leaves more or fewer small objects (strings, numbers) once V8 has optimised it.</summary>
    internal double EvennessIn(Rungs rungs, IReadOnlyList<long> all) => Math.Max(rungs.EvennessOf(all), rungs.EvennessOf(Born));
}
