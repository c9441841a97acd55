namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>Functions in the list that an EventEmitter keeps of one event's listeners: <c>emitter –_events→ Object –EVENT→ Array</c>.</summary>
public sealed class EventListenerRule : ILeakRule
{
    public string Pattern => "event-listener";

    public RuleAnswer Judge(LeakCluster cluster) => cluster.Name.Event is not null ? RuleAnswer.Yes : RuleAnswer.No;
}
