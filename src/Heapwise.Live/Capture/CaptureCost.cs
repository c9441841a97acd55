using System.Globalization;
using Heapwise.Live.Files;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>Compares what a snapshot would cost with what is allowed and what is available.</summary>
/// <param name="target">The process that would be paused.</param>
/// <param name="options">What is allowed.</param>
/// <param name="file">Where the snapshot would be written.</param>
internal sealed class CaptureCost(NodeTarget target, CaptureOptions options, OutputPlace file)
{
    private const string Anyway = "--force takes it anyway";

    private readonly string _folder = CaptureFile.FolderOf(file.Path);

    /// <summary>
    /// Returns the estimate and the used heap that it is based on. Where the upper bound from bytes is too high, the objects are counted,
    /// if
    /// even that is allowed: a heap of large strings and arrays costs a small part of that bound.
    /// </summary>
    /// <param name="estimate">The upper bound for a used heap.</param>
    /// <param name="mayCount">False while objects are tracked, because counting would end that.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="CaptureRefusedException">It would cost more than is allowed or available.</exception>
    /// <exception cref="TargetException"/>
    public async Task<(CaptureEstimate Estimate, long HeapUsedBytes)> RefuseIfTooHighAsync(
        Func<long, CaptureEstimate> estimate, bool mayCount, CancellationToken cancellation)
    {
        var heapUsed = (await target.SampleMemoryAsync(cancellation)).HeapUsedBytes;
        var cost = estimate(heapUsed);
        if (options.Force) return (cost, heapUsed);

        var headroom = Headroom.Find(target.IsLocal ? target.ProcessId : null, _folder);
        if (FindProblem(cost, heapUsed, headroom) is null) return (cost, heapUsed);
        if (mayCount && FindProblem(cost.Counting, heapUsed, headroom) is null)
        {
            var nodes = await target.CountObjectsAsync(cancellation);
            cost = CaptureEstimate.FromNodes(nodes, target.NodeMajor, options.Rates.Find(target.NodeMajor));
        }

        return FindProblem(cost, heapUsed, headroom) is { } problem ? throw new CaptureRefusedException(problem) : (cost, heapUsed);
    }

    private string? FindProblem(CaptureEstimate cost, long heapUsed, Headroom headroom)
    {
        var heap = $"{Sizes.Format(heapUsed)} of heap" + (cost.IsCounted ? $" in {cost.Nodes:N0} objects" : "");
        return FindPauseProblem(cost, heap) ?? FindMemoryProblem(cost, heap, headroom) ?? FindDiskProblem(cost, headroom);
    }

    private string? FindPauseProblem(CaptureEstimate cost, string heap) =>
        options.MaxPause is { } max && cost.Pause > max
            ? $"{target.Name} would be paused for up to {Seconds(cost.Pause)} ({heap}), more than the {Seconds(max)} allowed. "
                + $"Allow more with --max-pause, or wait for a quieter time; {Anyway}"
            : null;

    private string? FindMemoryProblem(CaptureEstimate cost, string heap, Headroom headroom) =>
        headroom.MemoryBytes is { } free && cost.ExtraMemoryBytes + options.ReserveBytes > free
            ? $"{target.Name} would need up to {Sizes.Format(cost.ExtraMemoryBytes)} more memory for a snapshot ({heap}), "
                + $"but {headroom.MemoryLimit} leaves {Sizes.Format(free)}. "
                + $"Raise the limit, or take the snapshot of an instance with less load; {Anyway}"
            : null;

    private string? FindDiskProblem(CaptureEstimate cost, Headroom headroom)
    {
        var bytes = options.Compresses ? cost.FileBytes / CaptureOptions.MinCompression : cost.FileBytes;
        return file.Kind != OutputKind.Stream && headroom.DiskBytes is { } free && bytes + options.ReserveBytes > free
            ? $"{_folder} has {Sizes.Format(free)} free, but the snapshot may need {Sizes.Format(bytes)}. "
                + $"Choose another location with -o{(options.Compresses ? "" : ", or --compress")}; {Anyway}"
            : null;
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
