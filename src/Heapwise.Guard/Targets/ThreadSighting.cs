using Heapwise.Live.Processes;

namespace Heapwise.Guard.Targets;

/// <summary>A worker thread that was seen.</summary>
/// <param name="Id">The system's id, as <c>top -H</c> shows it.</param>
/// <param name="Start">When it started, in the kernel's ticks since the machine did: tells it from a later thread with its id.</param>
public sealed record ThreadSighting(int Id, long Start)
{
    /// <summary>Null where there is no such thread any more.</summary>
    public static ThreadSighting? Find(int processId, int threadId) =>
        ProcTime.FindStart(processId, threadId) is { } start ? new ThreadSighting(threadId, start) : null;

    /// <summary>Whether it is still that thread.</summary>
    public bool IsThere(int processId) => ProcTime.FindStart(processId, Id) == Start;
}
