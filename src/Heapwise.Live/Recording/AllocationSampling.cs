using System.Globalization;
using System.Text.Json;
using Heapwise.Live.Capture;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Cdp.Wire;
using Heapwise.Live.Files;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Recording;

/// <summary>
/// Records where a target allocates, with V8's sampling heap profiler: cheap enough for production. The target is paused only at the end,
/// for one full garbage collection. Whatever happens, the sampling is ended.
/// </summary>
public sealed class AllocationSampling(NodeTarget target, SamplingOptions? options = null)
{
    private const int StackDepth = 128;
    private const int FirstMajorWithCollected = 20;
    private const int JsonDepth = 10_000;

    private readonly SamplingOptions _options = options ?? new SamplingOptions();

    /// <summary>Long enough to see garbage collections, short compared to the recording.</summary>
    private TimeSpan MeasuringTime => TimeSpan.FromMilliseconds(Math.Clamp(_options.Duration.TotalMilliseconds / 20, 200, 1000));

    /// <summary>
    /// Samples for the given time into a <c>.heapprofile</c>. A path of null creates one in the current folder, named as Node names its
    /// own.
    /// Cancelled after the sampling has started, it ends early and keeps what it has; cancelled before, or in a hurry, it throws.
    /// </summary>
    /// <exception cref="TargetException">The target failed or cannot do this, or the file cannot be written. No file is left
    /// behind.</exception>
    public async Task<SampledAllocations> RecordAsync(
        string? path, IProgress<SamplingProgress>? progress, CancellationToken cancellation, CancellationToken hurry = default)
    {
        EnsureSupported();
        await target.ClaimAsync(TargetClaim.Sampling, cancellation);
        var place = CaptureFile.Resolve(path, target, "heapprofile");
        try
        {
            await using var file = await PartialFile.CreateAsync(place, cancellation); // first: it may not be writable
            progress?.Report(new SamplingProgress(IsMeasuring: true, TimeSpan.Zero, _options.Duration));
            var isMeasured = _options.IntervalBytes is null && !target.IsHeld;
            var rate = isMeasured ? await AllocationRate.MeasureAsync(target, MeasuringTime, cancellation) : null;
            var interval = _options.IntervalBytes ?? (target.IsHeld ? AllocationRate.MinIntervalBytes : AllocationRate.IntervalFor(rate));
            using var end = await ProgramEnd.WatchAsync(target, cancellation);
            var (json, duration, isWhole) = await SampleAsync(interval, end, progress, cancellation, hurry);
            var bytes = await WriteAsync(json, file);
            var profile = SampledProfile.Read(json);
            return new SampledAllocations
            {
                Path = place.Path,
                FileBytes = bytes,
                Duration = duration,
                StoppedEarly = !isWhole,
                ProgramEnded = end.IsNear,
                IntervalBytes = interval,
                BytesPerSecond = rate,
                Samples = profile.Samples,
                SamplesTaken = profile.SamplesTaken,
                Frames = profile.Frames,
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CaptureFile.CreateFailure(place.Path, problem);
        }
        catch (JsonException problem)
        {
            throw new TargetException($"{target.Name} answered with something other than a sampling profile: {problem.Message}", problem);
        }
    }

    private void EnsureSupported()
    {
        if (!_options.IncludesCollected || target.NodeMajor >= FirstMajorWithCollected) return;
        throw new TargetException(string.Create(CultureInfo.InvariantCulture,
            $"{target.Name}: Node {target.NodeVersion} cannot keep samples of objects that are collected; "
            + $"Node {FirstMajorWithCollected} and later can. Record what stays alive, without --objects all"));
    }

    private async Task<(JsonElement Profile, TimeSpan Duration, bool IsWhole)> SampleAsync(
        long interval, ProgramEnd end, IProgress<SamplingProgress>? progress, CancellationToken stop, CancellationToken hurry)
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
            });
            await target.LetRunAsync(stop);
            var start = target.Options.Time.GetTimestamp();
            var isWhole = await end.LetWorkAsync(
                _options.Duration, elapsed => progress?.Report(new SamplingProgress(IsMeasuring: false, elapsed, _options.Duration)), stop);
            var duration = target.Options.Time.GetElapsedTime(start);
            var profile = await StopAsync(hurry);
            isRunning = false;
            return (profile, duration, isWhole);
        }
        finally
        {
            if (isRunning) await RecordingEnd.DisableAsync(target);
        }
    }

    private async Task<JsonElement> StopAsync(CancellationToken hurry)
    {
        try
        {
            var profiler = target.Connection.HeapProfiler;
            return (await target.AskAsync(() => profiler.StopSamplingAsync(target.Options.SilenceTimeout, hurry))).Profile;
        }
        catch (TargetException problem) when (problem.InnerException is CdpException { Code: CdpErrorCode.ServerError })
        {
            throw new TargetException(
                $"{target.Name}: somebody else (DevTools or another tool) has ended this recording: V8 records once at a time. "
                + "Nothing was written", problem);
        }
    }

    /// <summary>
    /// Writes the profile as V8 sent it: the format that DevTools and <c>node --heap-prof</c> call a <c>.heapprofile</c>.
    /// </summary>
    private static async Task<long> WriteAsync(JsonElement profile, PartialFile file)
    {
        long bytes;
        await using (var writer = new Utf8JsonWriter(file.Stream, new JsonWriterOptions { MaxDepth = JsonDepth }))
        {
            profile.WriteTo(writer);
            await writer.FlushAsync();
            bytes = writer.BytesCommitted;
        }

        await file.CompleteAsync();
        return bytes;
    }
}
