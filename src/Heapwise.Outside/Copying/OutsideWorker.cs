using Heapwise.Outside.Failures;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Pages;
using Heapwise.Outside.Roots;
using Heapwise.Outside.Stopping;

namespace Heapwise.Outside.Copying;

/// <summary>A worker thread and its heap.</summary>
/// <param name="ThreadId">The system's id of the thread: older threads have lower ones.</param>
/// <param name="Heap">The address of its heap, which is its as long as it lives.</param>
public sealed record OutsideWorker(int ThreadId, ulong Heap)
{
    /// <summary>
    /// The worker threads of a process, the oldest first: of each heap but the main thread's, the thread whose stack points into its
    /// isolate most. The process stands still for about a millisecond.
    /// </summary>
    /// <exception cref="OutsideException">It cannot be read; it runs on.</exception>
    public static IReadOnlyList<OutsideWorker> FindAll(int processId, OutsideOptions? options = null)
    {
        var (memory, _, layout) = ReadableProcess.Open(processId);
        var pages = PageFinder.Find(memory, layout.Version.Header);
        var workers = IsolateBlock.FindAll(memory, pages).Skip(1).ToList();
        if (workers.Count == 0) return [];
        var stacks = StoppingThread.Run(() => ReadStacks(processId, memory, options ?? new OutsideOptions()));
        return
        [
            .. workers.Select(worker => stacks.MaxBy(stack => worker.CountIn(stack.Words)) is { Words: not null } stack
                    && worker.CountIn(stack.Words) > 0 ? new OutsideWorker(stack.ThreadId, worker.Heap) : null)
                .OfType<OutsideWorker>()
                .OrderBy(worker => worker.ThreadId),
        ];
    }

    private static List<(int ThreadId, ulong[] Words)> ReadStacks(int processId, ITargetMemory memory, OutsideOptions options)
    {
        using var stop = ThreadStop.Begin(processId, new Deadline(options.MaxPause));
        memory.Refresh();
        return [.. stop.Threads.Where(thread => thread.Id != processId).Select(thread => (thread.Id, StackReader.Read(memory, thread)))];
    }
}
