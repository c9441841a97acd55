using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Functions in the list that an EventEmitter keeps of one event's listeners, <c>emitter –_events→ Object –EVENT→
/// Array</c>, or that an EventTarget keeps, <c>target –kEvents→ Map → root –next→ Listener –next→ Listener …</c>; and
/// observers in a list of the program's or a library's own.
/// </summary>
public abstract record EventListenerPattern : LeakPattern
{
    private EventListenerPattern()
    {
    }

    public override string Name => "event-listener";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);

    /// <summary>Listeners of an event. The event and its emitter are in <see cref="HolderName.Listeners"/>.</summary>
    /// <param name="HasWarned">
    /// Whether Node has warned of too many listeners; null where the list was not recognized as one event's.
    /// </param>
    /// <param name="IsEmitterNamed">True where the holder's name is the emitter's own, as an AbortController is not its signal.</param>
    public sealed record Listeners(bool? HasWarned, bool IsEmitterNamed) : EventListenerPattern;

    /// <summary>Listeners of one emitter, each for an event with a name of its own, which may never be emitted.</summary>
    public sealed record NamedEvents : EventListenerPattern;

    /// <summary>Observers in a list of what they observe.</summary>
    /// <param name="Method">How they get in: <c>subscribe</c>, <c>addListener</c>, …</param>
    /// <param name="OwnerClass">The class of what is observed; null where the list belongs to no object.</param>
    /// <param name="OwnerName">What is observed, as the program writes it; null where it has no name.</param>
    /// <param name="MadeAt">Where the function was made that is called; null where it is not the program's.</param>
    public sealed record Subscription(string Method, string? OwnerClass, string? OwnerName, CodePosition? MadeAt) : EventListenerPattern;

    /// <summary>Functions in a collection that the program goes through and calls.</summary>
    /// <param name="Method">The function that puts them in for others; null where they are put in directly.</param>
    /// <param name="MadeAt">Where the function was made that is called; null where it is not the program's.</param>
    public sealed record Callbacks(string? Method, CodePosition? MadeAt) : EventListenerPattern;
}

internal sealed class EventListenerRecognizer : PatternRecognizer
{
    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster)
    {
        // What accumulates below listeners is not more of them.
        if (cluster.Name.Listeners is { Event: not null } listeners && !cluster.Holder.IsSpread)
        {
            var hasWarned = HasWarned(context.Snapshot.Graph, cluster, listeners);
            return new EventListenerPattern.Listeners(hasWarned, IsEmitterNamed(context, cluster.Name));
        }

        if (IsEventTable(context.Snapshot.Graph, cluster)) return new EventListenerPattern.NamedEvents();
        if (IsListenerChain(cluster)) return new EventListenerPattern.Listeners(null, IsEmitterNamed(context, cluster.Name));
        if (cluster.Kind == ContainerKind.None || cluster.Seed is not { } seed) return null;
        return Subscriptions.Find(context.Paths, seed.Container, seed.Entry.Example) ?? (LeakPattern?)CallbackLists.Find(context, cluster);
    }

    /// <summary>
    /// One function that listens on many emitters of one name, such as the sockets of a pool, is one leak: nobody has a name
    /// for each of them.
    /// </summary>
    public override IReadOnlyList<LeakCluster> Join(LeakContext context, IReadOnlyList<LeakCluster> clusters) =>
        [.. clusters.GroupBy(KeyOf).Select(group => group.Count() == 1 ? group.First() : JoinListeners(context, [.. group]))];

    /// <summary>Listeners are counted over all emitters.</summary>
    private static LeakCluster JoinListeners(LeakContext context, IReadOnlyList<LeakCluster> parts)
    {
        var sum = ClusterSum.Add(parts, context.Intervals);
        if (sum.Growth is not ClusterGrowth.Objects { Entry: var entry } growth) return sum;
        var rows = parts.Select(part => part.Entry).OfType<SurvivorClass>().ToList();
        var born = Enumerable.Range(0, context.Intervals.Count).Select(at => rows.Sum(row => row.Born[at])).ToList();
        var all = new SurvivorClass(entry.Name, born, rows.Sum(row => row.Bytes), entry.Example);
        var contents = sum.Holder.Contents;
        var entries = contents.Entries is { } own ? own with { Count = parts.Sum(part => part.Holder.Contents.Entries?.Count ?? 0) } : null;
        return sum with
        {
            Growth = growth with { Entry = all, Steadiness = all.SteadinessIn(context.Intervals, growth.Born) },
            Holder = sum.Holder with { Contents = contents with { Entries = entries } },
        };
    }

    private static (HolderIdentity? Name, CodePosition? MadeAt, int Holder) KeyOf(LeakCluster cluster) =>
        cluster is { Name.Listeners.Event: not null, Function.MadeAt: { } made, Origin: null }
            ? (cluster.Name.Identity.WithoutEntries(), made, 0)
            : (null, null, cluster.Holder.Node.Value);

    /// <summary>Where a subscribed function of the program was made.</summary>
    public override LeakLocation? FindLocation(LeakContext context, LeakCluster cluster, LeakPattern pattern)
    {
        var madeAt = pattern switch
        {
            EventListenerPattern.Subscription subscription => subscription.MadeAt,
            EventListenerPattern.Callbacks callbacks => callbacks.MadeAt,
            _ => null,
        };
        if (madeAt is not { } made) return null;
        var name = cluster.Name;
        var declaration = name.Root is not null && name.IsOfProgram ? context.Code.FindDeclaration(name) : null;
        return new LeakLocation(context.Code.WithSource(made), declaration);
    }

    /// <summary>The table of an emitter's events, <c>_events → Object –EVENT→ function</c>, gets one new name after another.</summary>
    private static bool IsEventTable(HeapGraph graph, LeakCluster cluster) =>
        cluster is { Kind: ContainerKind.KeyedObject, Holder.IsSpread: false, Entry.Example: var entry }
        && cluster.Name.FullName?.Split('.')[^1] == "_events"
        && graph.TypeOf(entry) == NodeType.Closure;

    /// <summary>
    /// Node's own chain of an EventTarget's listeners, where no target was found above it. A class of that name in a
    /// program is another one.
    /// </summary>
    private static bool IsListenerChain(LeakCluster cluster) =>
        cluster is { Kind: ContainerKind.LinkedList, Holder: { ClassName: "Listener", ClassOwner: CodeOwner.Runtime } };

    /// <summary>
    /// Node notes a warning where the listeners are: an emitter's list has <c>warned</c>, an EventTarget
    /// <c>&lt;symbol events.maxEventTargetListenersWarned&gt;</c>.
    /// </summary>
    private static bool? HasWarned(HeapGraph graph, LeakCluster cluster, ListenerList listeners)
    {
        if (listeners.Target is { } target)
        {
            return graph.IsWord(graph.FindProperty(target, "<symbol events.maxEventTargetListenersWarned>"u8), "true");
        }

        return cluster.Seed is { } seed ? graph.IsWord(graph.FindProperty(seed.Container, "warned"u8), "true") : null;
    }

    private static bool IsEmitterNamed(LeakContext context, HolderName name) =>
        name.Listeners?.EmitterClass is { } emitter && context.Snapshot.Classes.NameOf(name.Named) == emitter;
}
