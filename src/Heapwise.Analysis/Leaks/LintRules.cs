using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// The rule of eslint-plugin-heapwise that reports a leak of its kind in source. A rule sees one file and judges lifetimes: what a library
/// holds, what the program removes but too late, and what only a run shows has none.
/// </summary>
internal sealed class LintRules : ILeakPatternVisitor<string?>
{
    private readonly Leak _leak;

    private LintRules(Leak leak) => _leak = leak;

    private HolderName? Name => (_leak.Holder as LeakHolder.HeapObject)?.Name;

    /// <summary>As ESLint names it, such as <c>heapwise/timer</c>; null where no rule would report the leak.</summary>
    public static string? Find(Leak leak) =>
        leak is { Location.Statement: not null, Bound: null } && leak.Pattern.Accept(new LintRules(leak)) is { } rule
            ? "heapwise/" + rule
            : null;

    public string? Visit(AsyncContextPattern pattern) => RuleOf(pattern.Timer);

    public string? Visit(TimerPattern pattern) => RuleOf(pattern.Timer);

    public string? Visit(StreamPattern pattern) => pattern is StreamPattern.UnreadResponse ? "stream-response" : OfContainer();

    /// <summary>Of the listeners on a signal, those that are left are mostly the ones with <c>once</c>.</summary>
    public string? Visit(EventListenerPattern pattern) => pattern switch
    {
        EventListenerPattern.Listeners when Name?.Listeners?.EmitterClass == "AbortSignal" => "event-listener-abort-once",
        EventListenerPattern.NamedEvents => "event-listener-computed-once",
        EventListenerPattern.Callbacks { Method: null } => OfContainer(),
        _ => "event-listener",
    };

    public string? Visit(PromisePattern pattern) => pattern.Leak == PromiseLeak.Reactions ? "promise" : OfContainer();

    public string? Visit(StringSlicePattern pattern) => OfContainer();

    public string? Visit(CompiledCodePattern pattern) => "compiled-code";

    public string? Visit(DetachedDomPattern pattern) => OfContainer();

    public string? Visit(ClosurePattern pattern) => pattern switch
    {
        ClosurePattern.Functions when _leak.Function is { MentionsLargest: true, Captured: [{ ClassName: var large }, ..] }
            && (large.EndsWith("Buffer", StringComparison.Ordinal) || large.EndsWith("Array", StringComparison.Ordinal)) => "closure",
        ClosurePattern.Functions => OfContainer(),
        _ => "closure",
    };

    public string? Visit(WeakReferencePattern pattern) => "weak-reference";

    public string? Visit(UnboundedCachePattern pattern) => OfContainer();

    public string? Visit(GrowingCollectionPattern pattern) => OfContainer();

    public string? Visit(OtherPattern pattern) => null;

    public string? Visit(DescriptorsPattern pattern) => null;

    public string? Visit(ExternalMemoryPattern pattern) => null;

    public string? Visit(NativeMemoryPattern pattern) => null;

    public string? Visit(AllocationSitePattern pattern) => null;

    /// <summary>A timer that ends by itself is no leak in source, however long it waits, nor is a sleep in a loop.</summary>
    private static string? RuleOf(TimerFacts? timer) => timer is { IsOneShot: false, IsAwaited: false } ? "timer" : null;

    /// <summary>A container of the program's own: what is looked up by a key is a cache.</summary>
    private string? OfContainer() => (_leak.Holder as LeakHolder.HeapObject)?.Contents.Kind switch
    {
        _ when Name is not { Root: not null, IsOfProgram: true, Library: null } => null,
        ContainerKind.Array or ContainerKind.Set => "growing-collection",
        ContainerKind.Map or ContainerKind.KeyedObject or ContainerKind.IndexedObject =>
            _leak.IsLookedUp ? "unbounded-cache" : "growing-collection",
        _ => null,
    };
}
