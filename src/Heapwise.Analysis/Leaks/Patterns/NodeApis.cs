using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Tells which of Node's APIs a cluster belongs to: by the class of what accumulates, where a variable of one of Node's own
/// scripts holds it, or nothing that has a name.
/// </summary>
internal static class NodeApis
{
    /// <summary>A thread has several ports.</summary>
    private const double MinShareOfWorkers = 0.2;

    private static readonly NodeApiFacts Timeline =
        new(NodeApi.PerformanceTimeline, "performance", "perf_hooks", ["mark", "measure", "timerify", "markResourceTiming"]);

    private static readonly NodeApiFacts Observer = Class(NodeApi.PerformanceObserver, "perf_hooks", isHandle: false);
    private static readonly NodeApiFacts Hook =
        new(NodeApi.AsyncHook, "async_hooks", "async_hooks", ["createHook"]);

    private static readonly NodeApiFacts Port =
        new(NodeApi.MessagePort, "MessagePort", "worker_threads", ["MessageChannel"]) { IsHandle = true };

    private static readonly NodeApiFacts Broadcast = Class(NodeApi.BroadcastChannel, "worker_threads", isHandle: true);
    private static readonly NodeApiFacts Thread = Class(NodeApi.Worker, "worker_threads", isHandle: true);

    /// <summary>Null where the program has a name for the holder, or no API is known for what it holds.</summary>
    public static NodeApiFacts? Find(LeakContext context, LeakCluster cluster)
    {
        if (cluster.Entry is not { } entry || !IsHeldByNode(cluster.Name)) return null;
        return entry.Name switch
        {
            "PerformanceMark" or "PerformanceMeasure" or "PerformanceResourceTiming" => Timeline,
            "PerformanceObserver" => Observer,
            "AsyncHook" => Hook,
            "MessagePort" or "BroadcastChannel" or "Worker" => FindHandle(context, cluster, entry),
            _ => null,
        };
    }

    /// <summary>True of what has no name in the program and no function of the program's or a library's in it.</summary>
    public static bool IsLeftByNode(LeakCluster cluster)
    {
        if (cluster.CreatedAt.Count > 0 || cluster.ClassesAt.Count > 0) return false;
        if (cluster.Function?.MadeAt is { } made && CodeOrigin.OwnerOf(made.Path) != CodeOwner.Runtime) return false;
        return IsHeldByNode(cluster.Name) || cluster.Name is { Kind: HolderKind.Instance, Listeners: not null, Library: null };
    }

    private static bool IsHeldByNode(HolderName name) =>
        name.Kind == HolderKind.None || (name.Scope.File is { } file && CodeOrigin.OwnerOf(file) == CodeOwner.Runtime);

    /// <summary>A BroadcastChannel has a port inside, a thread several: which of them is open, the other classes tell.</summary>
    private static NodeApiFacts FindHandle(LeakContext context, LeakCluster cluster, SurvivorClass entry)
    {
        if (Grows("BroadcastChannel", 0.5)) return Broadcast;
        return Grows("Worker", MinShareOfWorkers) ? Thread : Port;

        bool Grows(string className, double share)
        {
            if (cluster.Classes.Any(row => row.Name == className && row.Count >= share * entry.Count)) return true;
            var now = context.Snapshot.Classes.All.Where(row => row.Name == className).Sum(row => (long)row.Count);
            return now - context.CountAtFirst(className) >= share * entry.Count;
        }
    }

    private static NodeApiFacts Class(NodeApi api, string module, bool isHandle)
    {
        var name = api.ToString();
        return new NodeApiFacts(api, name, module, [name]) { IsHandle = isHandle };
    }
}

/// <summary>One of Node's APIs, as programs use it.</summary>
/// <param name="Api">The API.</param>
/// <param name="Name">What programs call it: a class, a global object or a module.</param>
/// <param name="Module">The module that has it.</param>
/// <param name="Calls">The calls that register or open something.</param>
internal sealed record NodeApiFacts(NodeApi Api, string Name, string Module, IReadOnlyList<string> Calls)
{
    /// <summary>True where a handle of Node's keeps it, without a list.</summary>
    public bool IsHandle { get; init; }
}
