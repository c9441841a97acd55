using Heapwise.Outside.Memory;
using Heapwise.Outside.Stopping;

namespace Heapwise.Outside.Roots;

/// <summary>The stack of a thread that stands still, and what it says.</summary>
internal static class StackReader
{
    private const ulong MaxBytes = 8 << 20;

    /// <summary>The words in use on the thread's stack, behind its registers.</summary>
    public static ulong[] Read(ITargetMemory memory, StoppedThread thread) => [.. thread.Registers, .. ReadWords(memory, thread)];

    /// <summary>The words in use on the thread's stack, from <see cref="StartOf"/> on.</summary>
    public static ulong[] ReadWords(ITargetMemory memory, StoppedThread thread)
    {
        var start = StartOf(thread);
        return memory.Regions.Find(start) is { } region ? memory.ReadWords(start, Math.Min(region.End, start + MaxBytes)) : [];
    }

    /// <summary>The address of the first word in use.</summary>
    public static ulong StartOf(StoppedThread thread) => thread.StackPointer & ~7UL;
}
