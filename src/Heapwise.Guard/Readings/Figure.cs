namespace Heapwise.Guard.Readings;

/// <summary>What is read of a target. Sizes are bytes, shares are from 0 to 1.</summary>
public enum Figure
{
    /// <summary>V8's heap, garbage included.</summary>
    HeapUsed,

    /// <summary>The most that V8's heap may be: old generation and young.</summary>
    HeapLimit,

    /// <summary>The part of it for the old generation: V8 gives up when that is full, however empty the young one is.</summary>
    OldLimit,

    /// <summary>Pages of the heap.</summary>
    HeapCommitted,

    /// <summary>Pages of the heaps of its worker threads.</summary>
    WorkerHeaps,

    /// <summary>Its old generation, garbage included.</summary>
    OldSpace,

    /// <summary>Old objects right after the last full collection.</summary>
    HeapFloor,

    /// <summary>Memory outside the heap that objects in it keep alive.</summary>
    External,

    /// <summary>The part of it that buffers take.</summary>
    ArrayBuffers,

    /// <summary>Resident memory.</summary>
    Rss,

    /// <summary>The part of it that the kernel cannot drop.</summary>
    Anonymous,

    /// <summary>The same for the whole control group that has the least room.</summary>
    GroupAnonymous,

    /// <summary>That group's use without inactive page cache.</summary>
    GroupUsed,

    /// <summary>That group's limit.</summary>
    GroupLimit,

    /// <summary>What programs of this machine can still get.</summary>
    MachineAvailable,

    /// <summary>The memory of this machine.</summary>
    MachineTotal,

    /// <summary>How many processes of its group the kernel has killed for memory so far.</summary>
    Kills,

    /// <summary>How often its group had to give back memory so far.</summary>
    Reclaims,

    /// <summary>The share of the last minute in which a process of its group waited for memory.</summary>
    Stall,

    /// <summary>Open file descriptors.</summary>
    Descriptors,

    /// <summary>How many it may have open.</summary>
    DescriptorLimit,

    /// <summary>The share of the time since the last reading that the main thread computed.</summary>
    MainThread,

    /// <summary>The share of that time in which the event loop did not wait.</summary>
    LoopUtilization,

    /// <summary>How late timers fired, in milliseconds: the 99th percentile since the last reading.</summary>
    LoopDelay,

    /// <summary>Top-level contexts.</summary>
    NativeContexts,

    /// <summary>Contexts that nothing uses but something retains.</summary>
    DetachedContexts,
}
