using System.Runtime.InteropServices;
using Heapwise.Outside.Binaries;
using Heapwise.Outside.Collecting;
using Heapwise.Outside.Copying;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Pages;
using Heapwise.Outside.Roots;
using Heapwise.Outside.Stopping;

namespace Heapwise.Outside.Frames;

/// <summary>
/// Reads which JavaScript functions the main thread of a process is in, also where its event loop is blocked. The process stands still
/// for some milliseconds; only the pages of its heap that say what the functions are called are copied.
/// </summary>
public static class StackCapture
{
    /// <exception cref="OutsideException">It cannot be read; it runs on.</exception>
    public static ProgramStack Take(int processId, OutsideOptions? options = null)
    {
        options ??= new OutsideOptions();
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw OutsideException.Unsupported($"this is {RuntimeInformation.RuntimeIdentifier}");
        var memory = new ProcessMemory(processId);
        var binary = NodeBinary.Of(processId, memory);
        var layout = HeapLayout.For(binary.Version, binary.Constants);
        var detector = new CollectionDetector(binary.CollectingCode);
        var state = ThreadTable.For(binary.Version);
        return StoppingThread.Run(() => Read(processId, memory, layout, state, detector, options.MaxPause));
    }

    private static ProgramStack Read(
        int processId, ProcessMemory memory, HeapLayout layout, ThreadTable state, CollectionDetector detector, TimeSpan maxPause)
    {
        var heap = IsolateBlock.FindMain(memory, PageFinder.Find(memory, layout.Version.Header)).Heap;
        var deadline = new Deadline(maxPause);
        using var stop = ThreadStop.Begin(processId, deadline);
        memory.Refresh();
        var main = stop.Threads.FirstOrDefault(thread => thread.Id == processId) ?? throw OutsideException.Gone(processId);
        var stack = StackReader.ReadWords(memory, main);
        var isCollecting = detector.IsCollecting(stack);
        deadline.ThrowIfOver("reading its stack");
        // Where the stack was when JavaScript was entered first: no frame of it lies beyond.
        var end = WordAt(memory, heap, state.EntryStack);
        if (end == 0) return new ProgramStack([], isCollecting, deadline.Elapsed);
        var start = StackReader.StartOf(main);
        if (end > start && (end - start) / 8 < (ulong)stack.Length) stack = stack[..(int)((end - start) / 8)];
        var first = WordAt(memory, heap, state.ExitFrame) is var exit and not 0 ? exit : main.FramePointer;
        var pages = PageFinder.Find(memory, layout.Version.Header).Where(page => page.IsReadOnly || page.Heap == heap);
        using var image = new HeapImage(memory, [.. pages]);
        var frames = new FrameReader(image, layout, memory).Read(start, stack, first);
        stop.Dispose();
        return new ProgramStack(frames, isCollecting, deadline.Elapsed);
    }

    private static ulong WordAt(ProcessMemory memory, ulong heap, int offset)
    {
        var address = heap + (ulong)(offset * 8L);
        return memory.ReadWords(address, address + 8) is [var word] ? word : 0;
    }
}
