using Heapwise.Outside.Collecting;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Pages;
using Heapwise.Outside.Roots;
using Heapwise.Outside.Stopping;

namespace Heapwise.Outside.Copying;

/// <summary>
/// Stops the target, copies its heap, lets it go. All that can be found before the stop is: where the isolate and its handles are,
/// and how much room the copy takes. Between the attempts the target runs.
/// </summary>
internal sealed class HeapCopier(
    int processId, ITargetMemory memory, HeapLayout layout, CollectionDetector detector, OutsideOptions options)
{
    private const int MaxGrowths = 5;
    private const int MsBetweenAttempts = 3;

    /// <exception cref="OutsideException">The target may not be stopped, does not stop in time, or there is no room.</exception>
    public HeapCopy Copy(CancellationToken cancellation)
    {
        var pages = PageFinder.Find(memory, layout.Version.Header);
        var isolate = IsolateBlock.FindMain(memory, pages);
        var handles = new HandleFinder(memory, isolate).Find();
        if (handles.FirstNodeBlock == 0) throw OutsideException.Unexpected("its global handles were not found");
        var image = CreateImage(HeapGathering.BytesOf(pages, isolate));
        try
        {
            Rehearse(image, isolate, handles);
            for (var (attempt, growth) = (1, 0); ;)
            {
                cancellation.ThrowIfCancellationRequested();
                var copy = StoppingThread.Run(() => TryOnce(image, isolate, handles, attempt));
                if (copy is null)
                {
                    if (++growth > MaxGrowths) throw OutsideException.Unexpected("the heap grows faster than it is copied");
                    var bytes = image.Capacity * 2;
                    image.Dispose();
                    image = CreateImage(bytes);
                }
                else if (!copy.WasCollecting || attempt >= options.MaxAttempts) return copy;
                else cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(MsBetweenAttempts * attempt++)); // until it is over
            }
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static HeapImage CreateImage(long bytes)
    {
        FreeMemory.Require(bytes);
        return new HeapImage(bytes);
    }

    /// <summary>
    /// The whole copy once while the target runs: the memory for it is found then, and the code compiled, which would take most of the
    /// pause. What it copied is of no use.
    /// </summary>
    private void Rehearse(HeapImage image, IsolateBlock isolate, HandlePlaces handles)
    {
        image.Clear();
        memory.Refresh();
        detector.IsCollecting([]);
        new HeapGathering(memory, layout, isolate, handles).Gather(image, [], betweenReads: () => { });
    }

    /// <summary>One stop. Null if there was no room. A stop inside a collection ends at once, except the last.</summary>
    private HeapCopy? TryOnce(HeapImage image, IsolateBlock isolate, HandlePlaces handles, int attempt)
    {
        image.Clear();
        var deadline = new Deadline(options.MaxPause);
        using var stop = ThreadStop.Begin(processId, deadline);
        memory.Refresh();
        var main = stop.Threads.FirstOrDefault(thread => thread.Id == processId) ?? throw OutsideException.Gone(processId);
        var stack = StackReader.Read(memory, main);
        var isCollecting = detector.IsCollecting(stack);
        if (isCollecting && attempt < options.MaxAttempts) return new HeapCopy(image, [], CostOf(), WasCollecting: true);

        var gathering = new HeapGathering(memory, layout, isolate, handles);
        var roots = gathering.Gather(image, stack, () => deadline.ThrowIfOver("copying the heap"));
        stop.Dispose();
        return roots is null ? null : new HeapCopy(image, roots, CostOf(), isCollecting);

        CaptureCost CostOf() => new(deadline.Elapsed, attempt, stop.Threads.Count, image.Bytes);
    }
}
