using System.Security.Cryptography;
using System.Text;
using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;
using Heapwise.Heap;

namespace Heapwise.Analysis.Leaks;

/// <summary>Puts a cluster, the rule that knows it, its place and the sentences together.</summary>
internal sealed class FindingBuilder(HeapSnapshot snapshot, Rungs rungs, LeakLocator locator, AdviceTexts texts)
{
    /// <summary>Classes listed of a finding.</summary>
    private const int MaxClasses = 12;

    /// <summary>Classes that leave less than this share of the most frequent one are left out.</summary>
    private const double LeastShare = 0.02;

    /// <summary>Captured variables of less say nothing.</summary>
    private const long LeastCapturedBytes = 100;

    /// <summary>The same as a share of all that a function keeps.</summary>
    private const double LeastCapturedShare = 0.1;

    private const int MaxCaptured = 5;

    public FindingReport Build(LeakCluster cluster, ILeakRule rule)
    {
        var place = locator.Locate(cluster);
        var most = cluster.Classes.Select(row => row.Count).DefaultIfEmpty().Max();
        var classes = cluster.Classes.Where(row => IsEntry(row) || row.Count >= LeastShare * most).OrderByDescending(IsEntry).Take(MaxClasses).ToList();
        var function = FunctionOf(cluster);
        var facts = FactsOf(cluster) with { Function = function };
        var words = texts.Patterns[rule.Pattern];
        return new FindingReport
        {
            Fingerprint = FingerprintOf(cluster, rule.Pattern),
            Pattern = rule.Pattern,
            Confidence = ConfidenceOf(cluster),
            Evidence = [cluster.GrownBytes is { } grown ? texts.GrewBytes(grown) : texts.BornAndAlive(cluster.Born), texts.Evenness(cluster.Evenness), texts.HolderGrew(cluster.HolderGrew)],
            Title = words.Title(facts),
            Explanation = (words.Explanation ?? texts.Explanation)(facts),
            GrowthBytes = cluster.Bytes,
            BytesPerRequest = facts.BytesPerRequest is { } bytes ? Math.Round(bytes, 1) : null,
            ObjectsPerRequest = rungs.TotalRequests is null
                ? new Dictionary<string, double>()
                : classes.ToDictionary(row => row.Name, row => rungs.PerRequest(row.Born) ?? 0, StringComparer.Ordinal),
            SurvivorsPerRound = classes.ToDictionary(row => row.Name, row => row.Born, StringComparer.Ordinal),
            Holder = new HolderReport
            {
                NodeId = snapshot.Graph.IdOf(cluster.Holder).Value,
                ClassName = cluster.HolderClass,
                Name = cluster.Name.Name,
                Path = facts.Holder,
                RetainedBytes = snapshot.Dominators.RetainedSizeOf(cluster.Holder),
                Library = cluster.Name.Library,
            },
            Location = LocationReport.From(place.Location),
            RetainerPath = [.. PathSteps.Of(snapshot, cluster.Path).Select(step => step with { Location = locator.OriginalOf(step.Location) })],
            Details = new FindingDetails
            {
                Variable = cluster.Name.Kind == HolderKind.Variable ? cluster.Name.Root : null,
                Property = cluster.Name.Kind is HolderKind.Property or HolderKind.Static ? cluster.Name.Root : cluster.Name.Members.LastOrDefault(member => member != "[]"),
                Event = cluster.Name.Event,
                Emitter = cluster.Name.EmitterClass,
                Warned = cluster.HasWarned,
                Function = function,
                AsyncContext = cluster.AsyncContext is { } context ? new AsyncContextReport { StoreClass = context.StoreClass, StoreBytes = context.RetainedBytes, Storage = context.Storage is { } storage ? texts.HolderName(storage) : null } : null,
                Timer = cluster.Timer is { } timer ? new TimerReport { Milliseconds = timer.Milliseconds, Repeats = timer.IsRepeating, Rearmed = timer.IsRearmed, Awaited = timer.IsAwaited } : null,
                Collection = CollectionWord(cluster.Kind),
                Keys = cluster.Keys,
                Entries = cluster.Entries,
                Declaration = place.Declaration?.ToString(),
                AlsoHeldBy = cluster.AlsoHeldBy.Count > 0 ? [.. cluster.AlsoHeldBy.Select(texts.HolderName)] : null,
            },
            Advice = new AdviceReport { Why = words.Why(facts), Fix = words.Fix(facts), Example = words.Example(facts) },
        };

        bool IsEntry(SurvivorClass row) => row.Name == cluster.Entry?.Name;
    }

    /// <summary>High: two rungs or more at one rate, and the holder grew with them.</summary>
    public static Confidence ConfidenceOf(LeakCluster cluster)
    {
        if (cluster.Born.Count < 2 || cluster.HolderGrew == false) return Confidence.Low;

        // Sizes say less than objects: a backing store grows in leaps.
        if (cluster.Entry is null) return cluster.Evenness >= 0.5 ? Confidence.Medium : Confidence.Low;
        return cluster.Evenness >= 0.9 && cluster.HolderGrew == true ? Confidence.High : cluster.Evenness >= 0.7 ? Confidence.Medium : Confidence.Low;
    }

    private FunctionReport? FunctionOf(LeakCluster cluster)
    {
        if (cluster.Function is not { } function) return null;
        return new FunctionReport
        {
            Name = function.Name,
            Location = locator.OriginalOf(LocationReport.From(function.Place)),
            Captured = [.. function.Captured
                .Where(variable => variable.RetainedBytes >= Math.Max(LeastCapturedBytes, LeastCapturedShare * function.CapturedBytes))
                .Take(MaxCaptured)
                .Select(variable => new CapturedReport { Variable = variable.Name, ClassName = variable.ClassName, RetainedBytes = variable.RetainedBytes })],
            MentionsLargest = function is { Place: { } at, Captured: [var largest, ..] } ? locator.Mentions(at, largest.Name) : null,
        };
    }

    private FindingFacts FactsOf(LeakCluster cluster) => new(
        texts.HolderName(cluster.Name),
        cluster.Name.Name ?? texts.Unnamed,
        CodeOf(cluster.Name),
        CollectionWord(cluster.Kind) ?? "object",
        cluster.Entry?.Name,
        cluster.Entry is { } entry ? rungs.PerRequest(entry.Born) : null,
        rungs.TotalRequests is { } total ? cluster.Bytes / (double)total : null,
        cluster.Bytes / (double)rungs.TotalWorth,
        cluster.Entries,
        rungs.Count,
        cluster.Name.Event,
        cluster.Name.Library)
    {
        Emitter = cluster.Name.EmitterClass,
        IsEventTarget = cluster.Name.IsEventTarget,
        HasWarned = cluster.HasWarned,
        EmitterCode = EmitterCodeOf(cluster.Name),
        Promise = cluster.Promise,
        Texts = cluster.Texts,
        Weak = cluster.Weak,
        Compiled = cluster.Code,
        IsModuleCache = cluster.IsModuleCache,
        InnerCollection = CollectionWord(cluster.InnerKind),
        Timer = cluster.Timer,
        Stream = cluster.Stream,
        AsyncContext = cluster.AsyncContext,
        Subscription = cluster.Subscription,
    };

    /// <summary>The emitter in code: a variable or property only where that is the emitter itself, as an AbortController is not its signal.</summary>
    private string EmitterCodeOf(HolderName name)
    {
        if (name.IsEventTarget && (name.Kind == HolderKind.Instance || snapshot.Classes.NameOf(name.Named) != name.EmitterClass)) return name.EmitterClass == "AbortSignal" ? "signal" : "target";
        return name.Kind == HolderKind.Instance && name.Name != "process" ? "emitter" : CodeOf(name);
    }

    /// <summary>The name as it stands in a program, up to the first entry of a collection.</summary>
    private static string CodeOf(HolderName name)
    {
        var text = (name.Name ?? "entries").Split('[')[0].TrimEnd('.');
        return name.Kind switch
        {
            HolderKind.Property => "this." + text,
            HolderKind.Static => $"{name.OwnerClass}.{text}",
            _ => text,
        };
    }

    private static string? CollectionWord(CollectionKind kind) => kind switch
    {
        CollectionKind.Array => "array",
        CollectionKind.Map => "Map",
        CollectionKind.Set => "Set",
        CollectionKind.WeakMap => "WeakMap",
        CollectionKind.KeyedObject or CollectionKind.IndexedObject => "object",
        CollectionKind.LinkedList => "linked list",
        CollectionKind.Text => "string",
        _ => null,
    };

    /// <summary>
    /// The same for the same leak in another run or another version of the program: made of names, not of ids, lines or numbers. A
    /// holder without a name is known by the kinds of edges on its path.
    /// </summary>
    private string FingerprintOf(LeakCluster cluster, string pattern)
    {
        var name = cluster.Name;
        var text = name.Kind == HolderKind.None
            ? string.Join('/', cluster.Path.Hops.Where(hop => hop.Edge is not null).Select(hop => EdgeNames.Generalised(snapshot.Graph, hop.Edge!.Value)))
            : string.Join('|', name.Kind, name.Name, name.OwnerClass, name.Event, name.File is null ? null : CodeOrigin.FileNameOf(name.File));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pattern + "|" + text)))[..12];
    }
}
