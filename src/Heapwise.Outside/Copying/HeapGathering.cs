using Heapwise.Outside.Layouts;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Pages;
using Heapwise.Outside.Roots;

namespace Heapwise.Outside.Copying;

/// <summary>Copies the pages of one heap, and the words outside them that keep its objects alive, from memory that stands still.</summary>
internal sealed class HeapGathering(ITargetMemory memory, HeapLayout layout, IsolateBlock isolate, HandlePlaces handles)
{
    private const long ExtraBytes = 32 << 20;

    /// <summary>Room for the pages of a heap that may grow until it is copied.</summary>
    public static long BytesOf(IEnumerable<HeapPage> pages, IsolateBlock isolate) =>
        (pages.Where(page => IsWanted(page, isolate)).Sum(page => page.Bytes) * 5 / 4) + ExtraBytes;

    /// <param name="image">Where the pages are copied to.</param>
    /// <param name="stack">The words of the stack.</param>
    /// <param name="betweenReads">Called now and then, by any thread; may throw to give up.</param>
    /// <returns>The words that keep objects alive; null if there was no room for the pages.</returns>
    public RootWords[]? Gather(HeapImage image, ulong[] stack, Action betweenReads)
    {
        var wanted = PageFinder.Find(memory, layout.Version.Header).Where(page => IsWanted(page, isolate));
        var inOrder = wanted.OrderBy(page => !page.IsReadOnly); // read-only pages first, so that they are known by their place
        if (!image.TryCopy(memory, inOrder, betweenReads)) return null;

        var words = memory.ReadWords(isolate.Start, isolate.End);
        return
        [
            new RootWords(RootKind.Isolate, words),
            handles.ReadScopes(memory, words),
            .. handles.ReadGlobal(memory),
            handles.ReadEternal(memory),
            new RootWords(RootKind.Stack, stack),
        ];
    }

    private static bool IsWanted(HeapPage page, IsolateBlock isolate) => page.IsReadOnly || page.Heap == isolate.Heap;
}
