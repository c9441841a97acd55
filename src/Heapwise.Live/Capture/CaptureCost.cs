using System.Globalization;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>Weighs what a snapshot would cost against what is allowed and what there is.</summary>
internal static class CaptureCost
{
    /// <summary>Returns what is expected, and the used heap that this rests on.</summary>
    /// <exception cref="CaptureRefusedException">It would cost more than is allowed, or than there is.</exception>
    /// <exception cref="TargetException"/>
    public static async Task<(CaptureEstimate Estimate, long HeapUsed)> RefuseIfTooHighAsync(
        NodeTarget target, CaptureOptions options, Func<long, CaptureEstimate> estimateOf, string file, CancellationToken cancellation)
    {
        var heapUsed = (await target.SampleMemoryAsync(cancellation)).HeapUsedBytes;
        var estimate = estimateOf(heapUsed);
        if (options.Force) return (estimate, heapUsed);

        const string Anyway = "--force takes it anyway";
        if (options.MaxPause is { } max && estimate.Pause > max)
            throw new CaptureRefusedException(
                $"{target.Name} would stand still for up to {Seconds(estimate.Pause)} ({Sizes.Format(heapUsed)} of heap), more than the {Seconds(max)} allowed. "
                + $"Allow more with --max-pause, or wait for a quiet hour; {Anyway}");
        var folder = CaptureFile.FolderOf(file);
        var headroom = Headroom.Find(target.IsLocal ? target.ProcessId : null, folder);
        if (headroom.MemoryBytes is { } memory && estimate.ExtraMemoryBytes + options.ReserveBytes > memory)
            throw new CaptureRefusedException(
                $"{target.Name} would need up to {Sizes.Format(estimate.ExtraMemoryBytes)} more memory for a snapshot of {Sizes.Format(heapUsed)} of heap, "
                + $"but {headroom.MemoryLimit} leaves {Sizes.Format(memory)}. Raise the limit, or snapshot an instance with less load; {Anyway}");
        if (headroom.DiskBytes is { } disk && estimate.FileBytes + options.ReserveBytes > disk)
            throw new CaptureRefusedException(
                $"{folder} has {Sizes.Format(disk)} free, the snapshot may take {Sizes.Format(estimate.FileBytes)}. Choose another place with -o; {Anyway}");
        return (estimate, heapUsed);
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
