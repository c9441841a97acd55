using System.Globalization;

namespace Heapwise.Live.Cdp;

/// <summary>A worker thread that a session of its own can be had with.</summary>
/// <param name="ThreadId">What <c>worker_threads.threadId</c> says in it.</param>
/// <param name="Session">How the main session addresses it.</param>
/// <param name="Title">As Node calls it: <c>[worker 1] NAME</c>, or <c>Worker 1</c>.</param>
/// <param name="Script">Its script, as a URL.</param>
public sealed record WorkerThread(int ThreadId, string Session, string Title, string Script);

/// <summary>The inspector's <c>NodeWorker</c> domain: the worker threads of a process. Only its main thread has it.</summary>
internal sealed class NodeWorkerDomain(CdpConnection connection)
{
    private const int MostWorkers = 4096;

    /// <summary>
    /// Opens a session with every worker that runs now; those announced before the answer are all there are. <see cref="LeaveAsync"/> ends them.
    /// </summary>
    /// <exception cref="CdpException"/>
    public async Task<IReadOnlyList<WorkerThread>> EnterAsync(TimeSpan? timeout, CancellationToken cancellation)
    {
        var found = new List<WorkerThread>();
        using var events = connection.Subscribe("NodeWorker.attachedToWorker", CdpJson.Default.WireAttachedToWorker, MostWorkers);
        await connection.SendAsync("NodeWorker.enable", new WireEnableWorkers(WaitForDebuggerOnStart: false), CdpJson.Default.WireEnableWorkers, CdpJson.Default.WireEmpty, timeout, cancellation);
        events.Dispose();
        await foreach (var worker in events.ReadAllAsync(cancellation))
        {
            if (ThreadIdOf(worker.WorkerInfo) is { } threadId)
                found.Add(new WorkerThread(threadId, worker.SessionId, worker.WorkerInfo.Title, worker.WorkerInfo.Url));
        }

        return [.. found.OrderBy(worker => worker.ThreadId)];
    }

    /// <summary>
    /// From the title, <c>[worker 2] NAME</c> or <c>Worker 2</c>: the id counts the workers that this inspector has seen, in whatever
    /// order they answer (seen on 26: id 1 for thread 2).
    /// </summary>
    private static int? ThreadIdOf(WireWorkerInfo worker)
    {
        var digits = new string([.. worker.Title.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits.Length > 0 ? digits : worker.WorkerId, NumberStyles.None, CultureInfo.InvariantCulture, out var threadId) ? threadId : null;
    }

    /// <exception cref="CdpException"/>
    public Task LeaveAsync(TimeSpan? timeout, CancellationToken cancellation) => connection.SendAsync("NodeWorker.disable", timeout, cancellation);
}
