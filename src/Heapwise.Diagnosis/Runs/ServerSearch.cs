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

    /// <summary>Waits until the program listens, and sends the load to its only port, or else through its only Unix socket.</summary>
    /// <exception cref="LoadException">
    /// It listens at several places, or does not listen in time, or that cannot be seen, or its ports are those of another network.
    /// </exception>
    public static async Task DirectAsync(ProgramTarget program, HttpLoad load, TimeProvider time, CancellationToken cancellation)
    {
        const string GiveAll = "Give the whole URL, such as http://127.0.0.1:3000/";
        if (program.FindProcesses().Count == 0)
            throw new LoadException($"where {program.Name} listens cannot be seen from here. {GiveAll}");
        await WaitAsync(() => Find(program).Count + FindSockets(program).Count > 0, load.ReadyTimeout, time, cancellation);
        switch (Find(program), FindSockets(program))
        {
            case ([var port], _) when FindForeign(program) is { } process:
                throw new LoadException($"{program.Name} listens at port {port.Port} of its own network. {OtherNetwork.Advice(process)}");
            case ([var port], _):
                load.SendTo(port);
                break;
            case ([], [var socket]):
                load.SendThrough(socket);
                break;
            case ([], []):
                throw new LoadException(
                    $"{program.Name} listens at no port after {load.ReadyTimeout.TotalSeconds:0.#} s. {GiveAll}, "
                    + "or allow more time with --ready-timeout");
            case ([], var sockets):
                throw new LoadException(
                    $"{program.Name} listens at {string.Join(", ", sockets)}. Give one of them: --unix-socket {sockets[0]}");
            case (var ports, _):
                throw new LoadException(
                    $"{program.Name} listens at ports {string.Join(", ", ports.Select(address => address.Port))}. "
                    + $"Give one of them: --load :{ports[0].Port}/");
        }
    }

    /// <summary>The only port at which the program listens, or begins to within a moment; null where there is none, or several.</summary>
    public static async Task<IPEndPoint?> FindAsync(ProgramTarget program, TimeProvider time, CancellationToken cancellation)
    {
        await WaitAsync(() => Find(program).Count > 0, Glance, time, cancellation);
        return Find(program) is [var one] ? one : null;
    }

    /// <summary>One of its processes whose network is not ours; null where there is none.</summary>
    public static int? FindForeign(ProgramTarget program) =>
        program.FindProcesses().FirstOrDefault(process => process.HasOtherNetwork())?.ProcessId;

    private static async Task WaitAsync(Func<bool> listens, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (!listens())
        {
            if (time.GetElapsedTime(start) >= patience) return;
            await Task.Delay(PollInterval, time, cancellation);
        }

        await Task.Delay(Calm, time, cancellation);
    }

    /// <summary>One address for each port: a server may listen at several addresses, and a cluster in several processes.</summary>
    private static List<IPEndPoint> Find(ProgramTarget program)
    {
        var all = program.FindProcesses().SelectMany(process => process.FindServers());
        return [.. all.DistinctBy(address => address.Port).OrderBy(address => address.Port)];
    }

    private static List<string> FindSockets(ProgramTarget program) =>
        [.. program.FindProcesses().SelectMany(process => process.FindUnixSockets()).Distinct().Order(StringComparer.Ordinal)];
}
