using System.Globalization;
using System.Text.Json;
using Heapwise.Live.Capture;
using Heapwise.Live.Cdp;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Recording;

/// <summary>How allocations are sampled.</summary>
public sealed record SamplingOptions
{
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes between two samples, on average; null chooses so that a second brings at most 500 samples.</summary>
    public long? IntervalBytes { get; init; }

    /// <summary>Whether objects that were collected meanwhile count as well. Needs Node 20 or later.</summary>
    public bool IncludesCollected { get; init; }
}

/// <summary>What a sampling is doing, for a person who waits.</summary>
public readonly record struct SamplingProgress(bool IsMeasuring, TimeSpan Elapsed, TimeSpan Duration);

/// <summary>
/// Records where a target allocates, by V8's sampling heap profiler: cheap enough for production. The target stands still only at
/// the end, for one full collection. Whatever happens, the sampling is ended.
/// </summary>
public sealed class AllocationSampling(NodeTarget target, SamplingOptions? options = null)
{
    private const int StackDepth = 128;
    private const int FirstMajorWithCollected = 20;
    private const int JsonDepth = 10_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly SamplingOptions _options = options ?? new SamplingOptions();

    /// <summary>
    /// Samples for the time given into a <c>.heapprofile</c>; a path of null makes one in the current folder, named as Node names
    /// its own. Cancelled once the sampling has begun, it ends early and keeps what there is; cancelled before, it throws.
    /// </summary>
    /// <exception cref="TargetException">The target failed or cannot do this, or the file cannot be written. No file is left behind.</exception>
    public async Task<SampledAllocations> RecordAsync(string? path, IProgress<SamplingProgress>? progress, CancellationToken cancellation)
    {
        if (_options.IncludesCollected && target.NodeMajor < FirstMajorWithCollected)
            throw new TargetException(string.Create(CultureInfo.InvariantCulture,
                $"{target.Name}: Node {target.NodeVersion} cannot keep samples of objects that are collected; Node {FirstMajorWithCollected} and later can. Record what stays alive, without --objects all"));
        var sequence = 0;
        var name = CaptureFile.Resolve(path, target, "heapprofile", ref sequence);
        try
        {
            await using var file = PartialFile.Create(name); // before the work: what cannot be written is known at once
            progress?.Report(new SamplingProgress(IsMeasuring: true, TimeSpan.Zero, _options.Duration));
            var rate = _options.IntervalBytes is null ? await AllocationRate.MeasureAsync(target, MeasuringTime, cancellation) : null;
            var interval = _options.IntervalBytes ?? AllocationRate.IntervalFor(rate);
            using var end = await ProgramEnd.WatchAsync(target, cancellation);
            var (profile, duration, isWhole) = await SampleAsync(interval, end, progress, cancellation);
            var bytes = await WriteAsync(profile, file);
            var (frames, samples, taken) = SampledProfile.Read(profile);
            return new SampledAllocations
            {
                Path = name,
                FileBytes = bytes,
                Duration = duration,
                StoppedEarly = !isWhole,
                ProgramEnded = end.IsNear,
                IntervalBytes = interval,
                BytesPerSecond = rate,
                Samples = samples,
                SamplesTaken = taken,
                Frames = frames,
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new TargetException($"{name} could not be written: {problem.Message}. Choose another place with -o", problem);
        }
        catch (JsonException problem)
        {
            throw new TargetException($"{target.Name} answered with something else than a sampling profile: {problem.Message}", problem);
        }
    }

    /// <summary>Long enough to see collections, short beside the recording.</summary>
    private TimeSpan MeasuringTime => TimeSpan.FromMilliseconds(Math.Clamp(_options.Duration.TotalMilliseconds / 20, 200, 1000));

    private async Task<(JsonElement Profile, TimeSpan Duration, bool IsWhole)> SampleAsync(
        long interval, ProgramEnd end, IProgress<SamplingProgress>? progress, CancellationToken stop)
    {
        var profiler = target.Connection.HeapProfiler;
        bool? collected = _options.IncludesCollected ? true : null;
        var isRunning = false;
        try
        {
            await target.AskAsync(async () =>
            {
                isRunning = true;
                await profiler.StartSamplingAsync(new WireStartSampling(interval, StackDepth, collected, collected), stop);
                return true;
            });
            var start = target.Options.Time.GetTimestamp();
            var isWhole = true;
            while (isWhole && target.Options.Time.GetElapsedTime(start) is var elapsed && elapsed < _options.Duration)
            {
                progress?.Report(new SamplingProgress(IsMeasuring: false, elapsed, _options.Duration));
                var left = _options.Duration - elapsed;
                isWhole = await end.LetWorkAsync(target, left < Tick ? left : Tick, stop);
            }

            var duration = target.Options.Time.GetElapsedTime(start);
            var answer = await target.AskAsync(() => profiler.StopSamplingAsync(target.Options.SilenceTimeout, CancellationToken.None));
            isRunning = false;
            return (answer.Profile, duration, isWhole);
        }
        finally
        {
            if (isRunning) await Ending.DisableAsync(target);
        }
    }

    /// <summary>The profile as V8 wrote it: what DevTools and <c>node --heap-prof</c> call a <c>.heapprofile</c>.</summary>
    private static async Task<long> WriteAsync(JsonElement profile, PartialFile file)
    {
        await using (var writer = new Utf8JsonWriter(file.Stream, new JsonWriterOptions { MaxDepth = JsonDepth }))
        {
            profile.WriteTo(writer);
            await writer.FlushAsync();
        }

        var bytes = file.Stream.Length;
        await file.CompleteAsync();
        return bytes;
    }
}
