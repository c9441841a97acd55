namespace Heapwise.Guard.Readings;

/// <summary>The names of figures in the history and in events.</summary>
public static class FigureNames
{
    public static string NameOf(Figure figure) => figure switch
    {
        Figure.HeapUsed => "heap.used",
        Figure.HeapLimit => "heap.limit",
        Figure.OldLimit => "heap.oldLimit",
        Figure.HeapCommitted => "heap.committed",
        Figure.WorkerHeaps => "heap.workers",
        Figure.OldSpace => "heap.old",
        Figure.HeapFloor => "heap.floor",
        Figure.External => "memory.external",
        Figure.ArrayBuffers => "memory.arrayBuffers",
        Figure.Rss => "memory.rss",
        Figure.Anonymous => "memory.anonymous",
        Figure.GroupAnonymous => "cgroup.anonymous",
        Figure.GroupUsed => "cgroup.used",
        Figure.GroupLimit => "cgroup.limit",
        Figure.MachineAvailable => "machine.available",
        Figure.MachineTotal => "machine.total",
        Figure.Kills => "cgroup.kills",
        Figure.Reclaims => "cgroup.reclaims",
        Figure.Stall => "cgroup.stall",
        Figure.Descriptors => "descriptors.open",
        Figure.DescriptorLimit => "descriptors.limit",
        Figure.MainThread => "thread.main",
        Figure.LoopUtilization => "loop.utilization",
        Figure.LoopDelay => "loop.delay",
        Figure.NativeContexts => "contexts.native",
        Figure.DetachedContexts => "contexts.detached",
        _ => throw new ArgumentOutOfRangeException(nameof(figure), figure, null),
    };
}
