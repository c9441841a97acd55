using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>
/// Functions in the list that an EventEmitter keeps of one event's listeners, <c>emitter –_events→ Object –EVENT→ Array</c>, or that an
/// EventTarget keeps, <c>target –kEvents→ Map → root –next→ Listener –next→ Listener …</c> (the class of Node's own).
/// So are observers in a list of a program's or library's own, which <see cref="Evidence.Subscriptions"/> tells from other entries.
/// </summary>
public sealed class EventListenerRule : ILeakRule
{
    public string Pattern => "event-listener";

    public RuleAnswer Judge(LeakCluster cluster) => cluster.Name.Event is not null || IsEventTarget(cluster) || cluster.Subscription is not null ? RuleAnswer.Yes : RuleAnswer.No;

    private static bool IsEventTarget(LeakCluster cluster) =>
        cluster is { Kind: CollectionKind.LinkedList, HolderClass: "Listener", HolderOwner: CodeOwner.Runtime };
}
