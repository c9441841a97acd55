using System.Net;
using Heapwise.Diagnosis.Loads;

namespace Heapwise.Diagnosis.Runs;

/// <summary>Where a program listens, for a load that names no port.</summary>
internal static class ServerSearch
{
    /// <summary>A program that listens at several ports opens them within this time of each other.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a program is given that need not listen.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    /// <summary>Waits until the program listens.</summary>
    /// <exception cref="LoadException">It listens at several ports, or does not listen in time, or that cannot be seen.</exception>
    public static async Task<IPEndPoint> WaitAsync(
        ProgramTarget program, HttpLoad load, TimeProvider time, CancellationToken cancellation)
    {
        const string GiveAll = "Give the whole URL, such as http://127.0.0.1:3000/";
        if (program.FindProcesses().Count == 0)
            throw new LoadException($"where {program.Name} listens cannot be seen from here. {GiveAll}");
        var found = await FindAllAsync(program, load.ReadyTimeout, time, cancellation);
        return found switch
        {
            [var one] => one,
            [] => throw new LoadException(
                $"{program.Name} listens at no port after {load.ReadyTimeout.TotalSeconds:0.#} s. {GiveAll}, "
                + "or allow more time with --ready-timeout"),
            _ => throw new LoadException(
                $"{program.Name} listens at ports {string.Join(", ", found.Select(address => address.Port))}. "
                + $"Give one of them: --load :{found[0].Port}/"),
        };
    }

    /// <summary>The only port at which the program listens, or begins to within a moment; null where there is none, or several.</summary>
    public static async Task<IPEndPoint?> FindAsync(ProgramTarget program, TimeProvider time, CancellationToken cancellation) =>
        await FindAllAsync(program, Glance, time, cancellation) is [var one] ? one : null;

    private static async Task<IReadOnlyList<IPEndPoint>> FindAllAsync(
        ProgramTarget program, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (Find(program).Count == 0)
        {
            if (time.GetElapsedTime(start) >= patience) return [];
            await Task.Delay(PollInterval, time, cancellation);
        }

        await Task.Delay(Calm, time, cancellation);
        return Find(program);
    }

    /// <summary>One address for each port: a server may listen at several addresses, and a cluster in several processes.</summary>
    private static List<IPEndPoint> Find(ProgramTarget program)
    {
        var all = program.FindProcesses().SelectMany(process => process.FindServers());
        return [.. all.DistinctBy(address => address.Port).OrderBy(address => address.Port)];
    }
}
