using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Process;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class WatchVerdictTests
{
    private const long Megabyte = 1_000_000;

    [Fact]
    public void A_rising_floor_is_growing_and_the_time_to_the_limit_is_reported()
    {
        var verdict = Watch(120, floor: second => (100 * Megabyte) + (second * Megabyte)).Judge();

        verdict.State.ShouldBe(WatchState.Growing);
        verdict.Memory.ShouldBe(WatchedMemory.Heap);
        verdict.BytesPerMinute.ShouldBe(60 * Megabyte, tolerance: Megabyte);
        verdict.TimeLeft.ShouldNotBeNull().TotalMinutes.ShouldBe(780 / 60.0, tolerance: 0.5); // 1000 MB less 220 MB used
        verdict.IsNearLimit.ShouldBeFalse();
    }

    [Fact]
    public void The_container_limit_may_be_closer()
    {
        var history = Watch(
            120,
            floor: second => (100 * Megabyte) + (second * Megabyte),
            cgroup: second => ((300 + second) * Megabyte, 450 * Megabyte));

        var verdict = history.Judge();

        verdict.IsContainerLimit.ShouldBeTrue();
        verdict.IsNearLimit.ShouldBeTrue();
        verdict.TimeLeft.ShouldNotBeNull().TotalSeconds.ShouldBe(31, tolerance: 3);
    }

    [Fact]
    public void A_constant_floor_is_steady() =>
        Watch(120, floor: second => (100 * Megabyte) + (second % 3 * 100_000)).Judge().State.ShouldBe(WatchState.Steady);

    [Fact]
    public void A_falling_floor_is_draining() =>
        Watch(120, floor: second => (400 * Megabyte) - (second * Megabyte)).Judge().State.ShouldBe(WatchState.Draining);

    [Fact]
    public void Few_full_collections_are_too_few_to_call_a_process_steady() =>
        Watch(29, floor: second => 100 * Megabyte, every: 5).Judge().State.ShouldBe(WatchState.TooEarly);

    [Fact]
    public void Growth_outside_the_heap_is_reported_as_such()
    {
        var verdict = Watch(120, floor: _ => 100 * Megabyte, external: second => second * Megabyte).Judge();

        (verdict.State, verdict.Memory).ShouldBe((WatchState.Growing, WatchedMemory.External));
        verdict.TimeLeft.ShouldBeNull(); // the heap's limit does not bind it
    }

    [Fact]
    public void Growth_of_the_process_alone_is_reported_as_such() =>
        Watch(120, floor: _ => 100 * Megabyte, rss: second => (200 + second) * Megabyte).Judge().ShouldSatisfyAllConditions(
            verdict => verdict.State.ShouldBe(WatchState.Growing), verdict => verdict.Memory.ShouldBe(WatchedMemory.Rss));

    [Fact]
    public void Without_full_collections_scavenges_are_judged_but_not_at_once()
    {
        Watch(20, floor: second => second * Megabyte, kind: GcKind.Scavenge).Judge().State.ShouldBe(WatchState.TooEarly);
        var verdict = Watch(120, floor: second => second * Megabyte, kind: GcKind.Scavenge).Judge();
        (verdict.State, verdict.Memory).ShouldBe((WatchState.Growing, WatchedMemory.YoungHeap));
    }

    [Fact]
    public void A_day_of_samples_is_kept_in_bounded_memory()
    {
        var history = Watch(86_400, floor: second => (100 * Megabyte) + (second * 1000));
        history.Samples.Count.ShouldBe(WatchHistory.MaxSamples);
        history.Count.ShouldBe(86_400);
        history.Judge().BytesPerMinute.ShouldBe(60_000, tolerance: 1000);
    }

    [Fact]
    public void No_samples_are_too_early() => new WatchHistory().Judge().State.ShouldBe(WatchState.TooEarly);

    /// <summary>A process that is read once a second, with one collection every so many seconds.</summary>
    private static WatchHistory Watch(
        int seconds, Func<int, long> floor, Func<int, long>? external = null, Func<int, long>? rss = null,
        Func<int, (long Used, long Limit)>? cgroup = null, GcKind kind = GcKind.MarkCompact, int every = 1)
    {
        var history = new WatchHistory();
        for (var second = 1; second <= seconds; second++)
        {
            GcEvent[] collections = second % every == 0 ? [Collection(kind, second, floor(second))] : [];
            history.Add(
                new WatchSample
                {
                    Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(second),
                    Seconds = second,
                    HeapUsedBytes = floor(second),
                    HeapTotalBytes = floor(second) + (10 * Megabyte),
                    HeapLimitBytes = 1000 * Megabyte,
                    ExternalBytes = external?.Invoke(second) ?? Megabyte,
                    ArrayBuffersBytes = 0,
                    RssBytes = rss?.Invoke(second) ?? 200 * Megabyte,
                    Container = cgroup?.Invoke(second) is (var used, var limit) ? new LimitedMemory(used, limit) : null,
                    AllocationBytesPerSecond = Megabyte,
                    CollectionShare = 0.01,
                    LoopUtilization = 0.2,
                    LoopDelay = new LoopDelay(1, 2),
                    CpuShare = 0.3,
                    FileDescriptors = 20,
                    Collections = [.. collections.Select(WatchCollection.From)],
                },
                collections);
        }

        return history;
    }

    private static GcEvent Collection(GcKind kind, int second, long floor) => new()
    {
        Kind = kind,
        At = TimeSpan.FromSeconds(second),
        Pause = TimeSpan.FromMilliseconds(5),
        Steps = TimeSpan.Zero,
        IsForced = false,
        Sizes = new GcSizes(floor + Megabyte, floor, null, null),
    };
}
