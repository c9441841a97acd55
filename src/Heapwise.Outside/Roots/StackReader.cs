using Heapwise.Outside.Memory;
using Heapwise.Outside.Stopping;

namespace Heapwise.Outside.Roots;

/// <summary>The stack of a thread that stands still, and what it says.</summary>
internal static class StackReader
{
    private const ulong MaxBytes = 8 << 20;

    /// <summary>The words in use on the thread's stack, behind its registers.</summary>
    public static ulong[] Read(ITargetMemory memory, StoppedThread thread)
    {
        var start = thread.StackPointer & ~7UL;
        if (memory.Regions.Find(start) is not { } region) return thread.Registers;
        return [.. thread.Registers, .. memory.ReadWords(start, Math.Min(region.End, start + MaxBytes))];
    }
}
