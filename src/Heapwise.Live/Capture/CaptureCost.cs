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
    private const string Affordable = "heapwise record, stats and top need no snapshot";

    private readonly string _folder = CaptureFile.FolderOf(file.Path);

    private string Kept => Sizes.Format(options.ReserveBytes);

    /// <summary>
    /// Returns the estimate and what it is based on. Where the most that the heap can contain is too much, the objects are counted, if even
    /// that is allowed.
    /// </summary>
    /// <param name="estimate">The cost of that contents of a used heap.</param>
    /// <param name="mayCount">False while objects are tracked, because counting would end that.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="CaptureRefusedException">It would cost more than is allowed or available.</exception>
    /// <exception cref="TargetException"/>
    public async Task<(CaptureEstimate Estimate, HeapContents Contents, long HeapUsedBytes)> RefuseIfTooHighAsync(
        Func<HeapContents, long, CaptureEstimate> estimate, bool mayCount, CancellationToken cancellation)
    {
        var heapUsed = (await target.SampleMemoryAsync(cancellation)).HeapUsedBytes;
        var census = await HeapCensus.TakeAsync(target, cancellation);
        var contents = HeapContents.Expect(heapUsed, census);
        if (options.Force) return (estimate(contents, heapUsed), contents, heapUsed);

        var most = estimate(HeapContents.Bound(heapUsed, census), heapUsed);
        var headroom = Headroom.Find(target.IsLocal ? target.ProcessId : null, _folder);
        if (FindProblem(most, heapUsed, headroom) is { } problem)
        {
            if (!mayCount || FindProblem(most.Counting, heapUsed, headroom) is not null) throw new CaptureRefusedException(problem);
            contents = HeapContents.Count(await target.CountObjectsAsync(cancellation), heapUsed, census);
            headroom = Headroom.Find(target.IsLocal ? target.ProcessId : null, _folder);
            if (FindProblem(estimate(contents, heapUsed), heapUsed, headroom) is { } still) throw new CaptureRefusedException(still);
        }

        return (estimate(contents, heapUsed), contents, heapUsed);
    }

    /// <summary>Before anything is asked of the target: whether so little memory is left that even that could have it killed.</summary>
    /// <exception cref="CaptureRefusedException"/>
    public void RefuseIfMemoryIsShort()
    {
        var headroom = Headroom.Find(target.IsLocal ? target.ProcessId : null, _folder);
        if (options.Force || headroom.MemoryBytes is not { } free || free >= options.ReserveBytes) return;
        throw new CaptureRefusedException(
            $"{target.Name} has {Sizes.Format(free)} left: {headroom.MemoryLimit} leaves no more, and a snapshot needs far more. "
            + $"Raise the limit; {Anyway}");
    }

    private string? FindProblem(CaptureEstimate cost, long heapUsed, Headroom headroom)
    {
        var heap = $"{Sizes.Format(heapUsed)} of heap" + (cost.IsCounted ? $" in {cost.Nodes:N0} objects" : "");
        return FindPauseProblem(cost, heap) ?? FindMemoryProblem(cost, heap, headroom) ?? FindDiskProblem(cost, headroom);
    }

    private string? FindPauseProblem(CaptureEstimate cost, string heap) =>
        options.MaxPause is { } max && cost.Pause > max
            ? $"{target.Name} would be paused for up to {Seconds(cost.Pause)} ({heap}), more than the {Seconds(max)} allowed. "
                + $"Allow more with --max-pause, or wait for a quieter time; {Affordable}; {Anyway}"
            : null;

    private string? FindMemoryProblem(CaptureEstimate cost, string heap, Headroom headroom) =>
        headroom.MemoryBytes is { } free && cost.ExtraMemoryBytes + options.ReserveBytes > free
            ? $"{target.Name} would need up to {Sizes.Format(cost.ExtraMemoryBytes)} more memory for a snapshot ({heap}), "
                + $"but {headroom.MemoryLimit} leaves {Sizes.Format(free)}, "
                + $"and {Kept} must stay free. Raise the limit, or take the snapshot of an instance with less load; "
                + $"{Affordable}; {Anyway}"
            : null;

    private string? FindDiskProblem(CaptureEstimate cost, Headroom headroom)
    {
        var bytes = options.Compresses ? cost.FileBytes / CaptureOptions.MinCompression : cost.FileBytes;
        return file.Kind != OutputKind.Stream && headroom.DiskBytes is { } free && bytes + options.ReserveBytes > free
            ? $"{_folder} has {Sizes.Format(free)} free, but the snapshot may need {Sizes.Format(bytes)}, and {Kept} must stay free. "
                + $"Choose another location with -o{(options.Compresses ? "" : ", or --compress")}; {Anyway}"
            : null;
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
