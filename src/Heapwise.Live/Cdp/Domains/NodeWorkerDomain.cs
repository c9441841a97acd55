using System.Globalization;
using Heapwise.Live.Cdp.Wire;

namespace Heapwise.Live.Cdp.Domains;

/// <summary>The inspector's <c>NodeWorker</c> domain: the worker threads of a process. Only the main thread has it.</summary>
internal sealed class NodeWorkerDomain(CdpConnection connection)
{
    private const int MaxWorkers = 4096;

    /// <summary>
    /// Opens a session with every worker that runs now: all of them are announced before the answer. <see cref="LeaveAsync"/> ends them.
    /// </summary>
    /// <exception cref="CdpException"/>
    public async Task<IReadOnlyList<WorkerThread>> EnterAsync(TimeSpan? timeout, CancellationToken cancellation)
    {
        var found = new List<WorkerThread>();
        using var events = connection.Subscribe("NodeWorker.attachedToWorker", CdpJson.Default.WireAttachedToWorker, MaxWorkers);
        var enable = new WireEnableWorkers(WaitForDebuggerOnStart: false);
        await connection.SendAsync("NodeWorker.enable", enable, CdpJson.Default.WireEnableWorkers, timeout, cancellation);
        events.Dispose();
        await foreach (var worker in events.ReadAllAsync(cancellation))
        {
            if (FindThreadId(worker.WorkerInfo) is { } threadId)
                found.Add(new WorkerThread(threadId, worker.SessionId, worker.WorkerInfo.Title, worker.WorkerInfo.Url));
        }

        return [.. found.OrderBy(worker => worker.ThreadId)];
    }

    /// <exception cref="CdpException"/>
    public Task LeaveAsync(TimeSpan? timeout, CancellationToken cancellation) =>
        connection.SendAsync("NodeWorker.disable", timeout, cancellation);

    /// <summary>
    /// Takes the thread id from the title, <c>[worker 2] NAME</c> or <c>Worker 2</c>. The worker id instead counts the workers that this
    /// inspector has seen, in the order in which they answer (seen on 26: id 1 for thread 2).
    /// </summary>
    private static int? FindThreadId(WireWorkerInfo worker)
    {
        var digits = new string([.. worker.Title.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit)]);
        var text = digits.Length > 0 ? digits : worker.WorkerId;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var threadId) ? threadId : null;
    }
}
