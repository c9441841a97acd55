namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// A process that is worth a diagnosis. Processes that run the same program for the same parent are one program many times over: the
/// busiest stands for all.
/// </summary>
/// <param name="ProcessId">The one to look at.</param>
/// <param name="Peers">The pids of processes like it that serve, too; itself included.</param>
internal sealed record ServingProcesses(int ProcessId, IReadOnlyList<int> Peers)
{
    private const int MaxPrograms = 4;

    /// <summary>A process that computes less than this share of what the busiest does only passes something on.</summary>
    private const double MinShare = 0.2;

    /// <summary>What a request costs at the very least, in any process that takes part in answering it.</summary>
    private static readonly TimeSpan MinPerRequest = TimeSpan.FromMicroseconds(15);

    private static readonly TimeSpan MinComputed = TimeSpan.FromMicroseconds(200);

    /// <summary>Whether it is a worker of a cluster.</summary>
    public bool IsClusterWorker { get; init; }

    /// <summary>Whether it took part in serving the load, as far as can be seen.</summary>
    public bool HasServed { get; init; } = true;

    /// <summary>The next of its peers, for where this one cannot be attached to; null where there is none.</summary>
    public ServingProcesses? FindNext() =>
        Peers.SkipWhile(peer => peer != ProcessId).Skip(1).FirstOrDefault() is > 0 and var next ? this with { ProcessId = next } : null;

    /// <summary>
    /// Those worth a diagnosis, in the order in which they are examined, the most likely to do the work first. Never empty.
    /// </summary>
    /// <param name="census">What was seen.</param>
    /// <param name="root">The process that was started or named, which is taken where nothing is seen.</param>
    public static IReadOnlyList<ServingProcesses> Order(LoadCensus census, int root)
    {
        if (census.Processes.Count == 0) return [new ServingProcesses(root, [root])];
        var busy = census.Processes.Where(activity => IsServing(activity, census)).ToList();
        // In a program at rest, the process that has worked most so far.
        if (busy.Count == 0) return [Of(census.Processes.MaxBy(activity => activity.ComputedBefore)!, []) with { HasServed = false }];
        var least = MinShare * busy.Max(activity => activity.Computed);
        var chosen = new List<ProcessActivity>();
        foreach (var activity in busy.Where(activity => activity.Connections > 0 || activity.Computed >= least).OrderByDescending(Weight))
        {
            if (!chosen.Exists(other => other.Process.IsLike(activity.Process))) chosen.Add(activity);
        }

        return [.. chosen.Take(MaxPrograms).Select(activity => Of(activity, busy))];
    }

    private static ServingProcesses Of(ProcessActivity activity, IReadOnlyList<ProcessActivity> busy)
    {
        var process = activity.Process;
        var peers = busy.Select(other => other.Process).Where(process.IsLike).Select(other => other.ProcessId);
        return new ServingProcesses(process.ProcessId, [.. peers.Prepend(process.ProcessId).Distinct()])
        {
            IsClusterWorker = process.IsClusterWorker,
        };
    }

    private static bool IsServing(ProcessActivity activity, LoadCensus census) =>
        activity.Connections > 0 || activity.Computed >= MinComputed + (MinPerRequest * (census.WarmUp?.Requests ?? 0));

    /// <summary>Whoever has the load's connections is the first choice between two that compute much.</summary>
    private static double Weight(ProcessActivity activity) => activity.Computed.TotalMilliseconds * (activity.Connections > 0 ? 2 : 1);
}
