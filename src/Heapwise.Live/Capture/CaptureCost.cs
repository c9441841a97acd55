using System.Globalization;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>Weighs what a snapshot would cost against what is allowed and what there is.</summary>
internal static class CaptureCost
{
    private const string Anyway = "--force takes it anyway";

    /// <summary>
    /// Returns what is expected, and the used heap that this rests on. Where the upper bound by bytes is too high, the objects are
    /// counted, if even that fits: a heap of large strings and arrays costs a small part of that bound.
    /// </summary>
    /// <param name="target">What is to stand still.</param>
    /// <param name="options">What is allowed.</param>
    /// <param name="estimateOf">The upper bound by used heap.</param>
    /// <param name="file">Where the snapshot is to go.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="mayCount">False while objects are tracked: counting would end that.</param>
    /// <exception cref="CaptureRefusedException">It would cost more than is allowed, or than there is.</exception>
    /// <exception cref="TargetException"/>
    public static async Task<(CaptureEstimate Estimate, long HeapUsed)> RefuseIfTooHighAsync(
        NodeTarget target, CaptureOptions options, Func<long, CaptureEstimate> estimateOf, string file, CancellationToken cancellation, bool mayCount = true)
    {
        var heapUsed = (await target.SampleMemoryAsync(cancellation)).HeapUsedBytes;
        var estimate = estimateOf(heapUsed);
        if (options.Force) return (estimate, heapUsed);

        var folder = CaptureFile.FolderOf(file);
        var headroom = Headroom.Find(target.IsLocal ? target.ProcessId : null, folder);
        if (FindProblem(estimate, headroom) is null) return (estimate, heapUsed);
        if (mayCount && FindProblem(estimate.Counting, headroom) is null)
            estimate = CaptureEstimate.OfNodes(await target.CountObjectsAsync(cancellation), target.NodeMajor, options.Rates.Find(target.NodeMajor));
        return FindProblem(estimate, headroom) is { } problem ? throw new CaptureRefusedException(problem) : (estimate, heapUsed);

        string? FindProblem(CaptureEstimate cost, Headroom room)
        {
            var what = cost.IsCounted ? $"{Sizes.Format(heapUsed)} of heap in {cost.Nodes:N0} objects" : $"{Sizes.Format(heapUsed)} of heap";
            if (options.MaxPause is { } max && cost.Pause > max)
                return $"{target.Name} would stand still for up to {Seconds(cost.Pause)} ({what}), more than the {Seconds(max)} allowed. Allow more with --max-pause, or wait for a quiet hour; {Anyway}";
            if (room.MemoryBytes is { } memory && cost.ExtraMemoryBytes + options.ReserveBytes > memory)
                return $"{target.Name} would need up to {Sizes.Format(cost.ExtraMemoryBytes)} more memory for a snapshot ({what}), but {room.MemoryLimit} leaves {Sizes.Format(memory)}. "
                    + $"Raise the limit, or snapshot an instance with less load; {Anyway}";
            var bytes = options.Compresses ? cost.FileBytes / CaptureOptions.LeastCompression : cost.FileBytes;
            return room.DiskBytes is { } disk && bytes + options.ReserveBytes > disk
                ? $"{folder} has {Sizes.Format(disk)} free, the snapshot may take {Sizes.Format(bytes)}. Choose another place with -o{(options.Compresses ? "" : ", or --compress")}; {Anyway}"
                : null;
        }
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
