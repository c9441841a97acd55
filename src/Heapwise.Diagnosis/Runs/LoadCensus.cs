using System.Net;
using Heapwise.Diagnosis.Loads;
using Heapwise.Live.Attaching;
using Heapwise.Live.Processes;

namespace Heapwise.Diagnosis.Runs;

/// <summary>Which processes of a program serve its load: seen from outside during the warm-up, without touching any of them.</summary>
/// <param name="WarmUp">What was done to the program; null where nothing was.</param>
/// <param name="Processes">What each process did meanwhile; empty where that cannot be seen.</param>
/// <param name="Stranger">Another process, of no part of the program, that had the load's connections; null: none.</param>
internal sealed record LoadCensus(LoadOutcome? WarmUp, IReadOnlyList<ProcessActivity> Processes, int? Stranger)
{
    /// <summary>How long a program that does its own work is watched.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    public static async Task<LoadCensus> TakeAsync(
        IReadOnlyList<ProgramProcess> processes,
        ILoad load,
        TimeProvider time,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var connections = new Dictionary<int, int>();
        int? stranger = null;
        var http = load as HttpLoad;
        if (http is not null && processes.Count > 0) http.Connections.Closing = Count;
        try
        {
            var before = processes.Select(process => process.ReadProcessorTime()).ToList();
            var outcome = await load.WarmUpAsync(progress, cancellation);
            if (outcome is null && processes.Count > 1) await PassTimeAsync(load, time, cancellation);
            var activities = processes.Select((process, i) => new ProcessActivity(
                process, process.ReadProcessorTime() - before[i], before[i], connections.GetValueOrDefault(process.ProcessId)));
            return new LoadCensus(outcome, [.. activities], stranger);
        }
        finally
        {
            if (http is not null) http.Connections.Closing = null;
        }

        void Count(IReadOnlyList<(IPEndPoint Local, IPEndPoint Remote)> open)
        {
            List<int> ids = [.. processes.Select(process => process.ProcessId)];
            foreach (var (local, remote) in open)
            {
                if (ConnectionPeer.Find(local, remote, ids) is { } owner) connections[owner] = connections.GetValueOrDefault(owner) + 1;
                else stranger ??= ConnectionPeer.Find(local, remote);
            }
        }
    }

    /// <summary>Without a warm-up, which process serves shows in a round, or in a moment of the program's own work.</summary>
    private static async Task PassTimeAsync(ILoad load, TimeProvider time, CancellationToken cancellation)
    {
        if (load.Description is not LoadDescription.OwnWork { Every: var every }) await load.RunRoundAsync(1, null, cancellation);
        else await Task.Delay(every < Glance ? every : Glance, time, cancellation);
    }
}

/// <summary>What a process did while the load was watched.</summary>
/// <param name="Process">Which.</param>
/// <param name="Computed">Processor time meanwhile.</param>
/// <param name="ComputedBefore">Processor time in its life before that.</param>
/// <param name="Connections">Connections of the load that it had at the end.</param>
internal sealed record ProcessActivity(ProgramProcess Process, TimeSpan Computed, TimeSpan ComputedBefore, int Connections);
