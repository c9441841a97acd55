using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Graph;

namespace Heapwise.Tests.Analysis;

/// <summary>Leaks as an analysis would find them, one for every branch of what a language says.</summary>
internal static class TestLeaks
{
    private static readonly LeakFunction Anonymous = new(
        null, null, [new CapturedVariable("payload", "Buffer", 1_000)], MentionsLargest: true);

    private static readonly LeakFunction Tick = Anonymous with { Name = "tick", Location = new CodeLocation("/a/a.js", 12, 3, null, null) };

    public static IReadOnlyList<Leak> All { get; } =
    [
        Of(new UnboundedCachePattern(), "cache", ContainerKind.Map, "User", entries: 500),
        Of(new UnboundedCachePattern(), Property("#pages", "Cache"), ContainerKind.Map, "Page", entries: 30, inner: ContainerKind.Map),
        Of(new UnboundedCachePattern(), Variable("table") with { Library = "lru" }, ContainerKind.KeyedObject, "Entry", entries: 30),
        Of(new GrowingCollectionPattern(), "list", ContainerKind.Array, "Entry", entries: 30),
        Of(new GrowingCollectionPattern(), "frames", ContainerKind.Array, "Buffer", entries: 30)
            with { Buffers = new KeptBuffers(30, 16, 30, 30 * 65_536, ArePooled: false) },
        Of(new GrowingCollectionPattern(), "heads", ContainerKind.Array, "DataView", entries: 30)
            with { Buffers = new KeptBuffers(30, 12, 10, 400_000, ArePooled: false) },
        Of(new GrowingCollectionPattern(), "tokens", ContainerKind.Array, "Buffer", entries: 30)
            with { Buffers = new KeptBuffers(30, null, 30, 30 * 65_600, ArePooled: true) },
        ByTime(Of(new GrowingCollectionPattern(), "readings", ContainerKind.Array, "Reading", entries: 30), 1_487.6),
        ByTime(Of(new GrowingCollectionPattern(), "totals", ContainerKind.Array, null), null),
        Of(new GrowingCollectionPattern(), "numbers", ContainerKind.Array, null) with { Growth = Bytes(3_000_000, 1_000_000, null) },
        Of(new GrowingCollectionPattern(), Variable("open") with { Library = "node" }, ContainerKind.Set, "Entry", entries: 30),
        Of(new GrowingCollectionPattern(), "queue", ContainerKind.LinkedList, "Entry"),
        Of(new OtherPattern(), Nameless, ContainerKind.None, "Entry"),
        Of(new OtherPattern(), Nameless, ContainerKind.None, null) with { Growth = Bytes(3_000_000, 1_000_000, 100) },
        Of(Listeners(true, isEmitterNamed: true), Listening("bus", "data", "EventEmitter", null), ContainerKind.Array, "Function", 30)
            with { Function = Tick },
        Of(
            Listeners(false, isEmitterNamed: false),
            Listening("stop", "abort", "AbortSignal", default(NodeIndex)),
            ContainerKind.LinkedList,
            "Listener"),
        Of(Listeners(null, isEmitterNamed: false), Nameless, ContainerKind.LinkedList, "Listener"),
        Of(new EventListenerPattern.NamedEvents(), "replies._events", ContainerKind.KeyedObject, "Function", 30) with { Function = Tick },
        Of(
            new EventListenerPattern.Subscription("subscribe", "Subject", "temperature", null),
            Property("observers", "Subject"),
            ContainerKind.Array,
            "Function",
            30),
        Of(new EventListenerPattern.Subscription("on", null, null, null), "observers", ContainerKind.Array, "Object", 30),
        Of(new EventListenerPattern.Callbacks("onUpdate", null), Property("watchers", "Config"), ContainerKind.Set, "Function", 30),
        Of(new EventListenerPattern.Callbacks(null, null), "callbacks", ContainerKind.Array, "Function", 30),
        Of(new PromisePattern(PromiseLeak.Reactions), "closing", ContainerKind.None, "system / PromiseReaction"),
        Of(new PromisePattern(PromiseLeak.Pending), "pending", ContainerKind.Array, "Promise", 30),
        Of(new PromisePattern(PromiseLeak.Pending), "waiting", ContainerKind.Map, "Object", 30),
        Of(new WeakReferencePattern(WeakLeak.References), "images", ContainerKind.Map, "WeakRef", 30),
        Of(new WeakReferencePattern(WeakLeak.References), "images", ContainerKind.Set, "WeakRef", 30),
        Of(new WeakReferencePattern(WeakLeak.Registrations), "finished", ContainerKind.LinkedList, "Object"),
        Of(new CompiledCodePattern.PerEntry(new CompiledCode(30, 0, 10_000)), "compiled", ContainerKind.Map, "Function", 30),
        Of(new CompiledCodePattern.PerEntry(new CompiledCode(30, 30, 10_000)), "contexts", ContainerKind.Map, "Object", 30),
        Of(new CompiledCodePattern.ModuleCache(IsImport: false), Instance("require.cache"), ContainerKind.Array, "Module", 30),
        Of(new CompiledCodePattern.ModuleCache(IsImport: true), Instance("import()"), ContainerKind.Map, "ModuleJob", 30),
        Of(new StringSlicePattern(new KeptStrings(30, 900, 30, 900_000)), "ids", ContainerKind.Map, "(sliced string)", 30),
        Of(new DetachedDomPattern(30), "nodes", ContainerKind.Array, "Detached <li>", 30),
        OfTimers(new TimerPattern(null), Instance("setTimeout")),
        OfTimers(new TimerPattern(new TimerFacts(1_000, true, false, false)), Instance("setInterval")),
        OfTimers(new TimerPattern(new TimerFacts(1_000, true, false, false)), Instance("setInterval") with { Library = "agenda" })
            with { Function = Tick },
        OfTimers(new TimerPattern(new TimerFacts(null, false, true, false)), Instance("setTimeout")) with { Function = Anonymous },
        OfTimers(new TimerPattern(new TimerFacts(5_000, false, false, false)), Instance("setTimeout")),
        OfTimers(new TimerPattern(new TimerFacts(5_000, false, false, true)), Instance("setTimeout")),
        OfTimers(new TimerPattern(new TimerFacts(5_000, false, true, true)), Instance("setTimeout")),
        OfTimers(
            new AsyncContextPattern("RequestContext", 4_000, Variable("context"), new TimerFacts(5_000, false, false, false)),
            Instance("setTimeout")),
        Of(new AsyncContextPattern("Object", 4_000, null, null), "recent", ContainerKind.Map, "Promise", 30),
        Of(new StreamPattern.UnreadResponse("api.local"), Instance("ClientRequest"), ContainerKind.None, "ClientRequest"),
        Of(new StreamPattern.UnreadResponse(null), Instance("ClientRequest"), ContainerKind.None, "ClientRequest"),
        Of(new StreamPattern.Closed("ServerResponse"), "clients", ContainerKind.Set, "ServerResponse", 20),
        Of(new ClosurePattern.Functions(), "handlers", ContainerKind.Set, "Function", 30) with { Function = Anonymous },
        Of(new ClosurePattern.Functions(), "handlers", ContainerKind.Map, "Function", 30)
            with { Function = Tick with { MentionsLargest = false } },
        Of(new ClosurePattern.Chain("previous", "describe"), "state", ContainerKind.LinkedList, "State"),
        Of(new ClosurePattern.Chain("inner", null), "format", ContainerKind.LinkedList, "Function") with { Function = Anonymous },
        OfProcess(new DescriptorsPattern(1, 20), Measure.FileDescriptors, "socket"),
        OfProcess(new DescriptorsPattern(null, 20), Measure.FileDescriptors, "/data/a.txt"),
        OfProcess(new DescriptorsPattern(0.5, 20), Measure.FileDescriptors, "/data/"),
        OfProcess(new DescriptorsPattern(2, 20), Measure.FileDescriptors, null),
        OfProcess(new ExternalMemoryPattern(), Measure.External, null),
        OfProcess(new NativeMemoryPattern(), Measure.Rss, null) with { Growth = Bytes(60_000_000, 20_000_000, null) },
        Unseen(new AllocationSitePattern(0), "load") with { Growth = Bytes(3_000_000, 1_000_000, 100) },
        Unseen(new AllocationSitePattern(900_000), null) with { Growth = Bytes(3_000_000, 1_000_000, null) },
    ];

    public static HolderName Nameless => Variable("") with { Kind = HolderKind.None, Label = null };

    public static HolderName Variable(string name) => new()
    {
        Kind = HolderKind.Variable,
        Label = name,
        Members = [],
        MembersInLibrary = 0,
        Scope = new NameScope("Store", "/app/users.js"),
        Listeners = null,
        Functions = [],
        Library = null,
        Named = default,
        Path = new RootPath([new PathHop(null, default)]),
    };

    public static Leak Of(LeakPattern pattern, string variable, ContainerKind kind, string? entry, long? entries = null) =>
        Of(pattern, Variable(variable), kind, entry, entries);

    public static Leak Of(
        LeakPattern pattern,
        HolderName name,
        ContainerKind kind,
        string? entry,
        long? entries = null,
        ContainerKind inner = ContainerKind.None)
    {
        var growth = entry is null ? null : new ClassGrowth(entry, [20, 20, 20], 1);
        var contents = new HolderContents(kind, inner, entries is { } count ? new ContainerEntries(count, null) : null);
        return new Leak
        {
            JoinedHolders = [],
            Fingerprint = "0123456789ab",
            Pattern = pattern,
            Holder = new LeakHolder.HeapObject(new NodeId(13), "Map", name, 1_000, contents, []),
            Growth = new LeakGrowth(
                30_000,
                10_000,
                100,
                new LeakRate(RateBasis.Request, 100, growth is null ? null : 1),
                growth is null ? [] : [growth],
                growth),
            Confidence = Confidence.High,
            Evidence = new LeakEvidence.BornObjects([20, 20, 20], new Steadiness(1, RateBasis.Request), HolderGrew: true),
            IsLookedUp = pattern is UnboundedCachePattern,
            Path = [],
            Location = LeakLocation.Unknown,
            Function = null,
        };
    }

    private static Leak OfTimers(LeakPattern pattern, HolderName name) => Of(pattern, name, ContainerKind.None, "Timeout");

    private static Leak OfProcess(LeakPattern pattern, Measure measure, string? kind) =>
        Of(pattern, "unused", ContainerKind.None, null) with
        {
            Holder = new LeakHolder.OfProcess(measure, kind),
            Evidence = new LeakEvidence.RisingMeasure(measure, [1, 2_000, 3_000_000], new TrendReason.Steady(3, 0.9)),
        };

    private static Leak Unseen(AllocationSitePattern pattern, string? function) => Of(pattern, "unused", ContainerKind.None, null) with
    {
        Holder = new LeakHolder.Unseen(function, "/app/users.js"),
        Evidence = new LeakEvidence.LiveSamples([20, 21, 19], 16_384, new Steadiness(0.9, RateBasis.Request)),
    };

    private static Leak ByTime(Leak leak, double? objects) =>
        leak with { Growth = leak.Growth with { Rate = new LeakRate(RateBasis.Second, 120_000, objects) } };

    private static LeakGrowth Bytes(long total, long perRound, double? perRequest) => new(
        total,
        perRound,
        perRequest,
        perRequest is { } bytes ? new LeakRate(RateBasis.Request, bytes, null) : new LeakRate(RateBasis.Round, perRound, null),
        [],
        null);

    private static EventListenerPattern.Listeners Listeners(bool? hasWarned, bool isEmitterNamed) => new(hasWarned, isEmitterNamed);

    private static HolderName Property(string name, string className) =>
        Variable(name) with { Kind = HolderKind.Property, Scope = new NameScope(className, "/app/users.js") };

    private static HolderName Instance(string name) => Variable(name) with { Kind = HolderKind.Instance };

    private static HolderName Listening(string name, string eventName, string emitterClass, NodeIndex? target) =>
        Variable(name) with { Listeners = new ListenerList(eventName, emitterClass, target) };
}
