using Heapwise.Outside.Copying;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Pages;
using Heapwise.Outside.Roots;

namespace Heapwise.Outside.Cores;

/// <summary>Takes the heap of the main thread out of a core file.</summary>
internal static class CoreCopier
{
    /// <exception cref="OutsideException">The heap is not in the file, or there is no room for it.</exception>
    public static HeapCopy Copy(CoreFile core, HeapLayout layout)
    {
        var pages = PageFinder.Find(core, layout.Version.Header);
        var isolate = IsolateBlock.FindMain(core, pages);
        var handles = new HandleFinder(core, isolate).Find();
        if (handles.FirstNodeBlock == 0) throw OutsideException.Unexpected("its global handles were not found");
        var bytes = HeapGathering.BytesOf(pages, isolate);
        FreeMemory.Require(bytes);
        var image = new HeapImage(bytes);
        try
        {
            var stack = StackReader.Read(core, core.MainThread!); // it was opened, so it has one
            var roots = new HeapGathering(core, layout, isolate, handles).Gather(image, stack, () => { })!; // the pages are those above
            return new HeapCopy(image, roots, new CaptureCost(TimeSpan.Zero, 0, core.Threads.Count, image.Bytes), WasCollecting: false);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }
}
