using Heapwise.Analysis.GarbageCollection;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Rules;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Guard;

/// <summary>The built-in rules over hours of simulated time.</summary>
public sealed class RuleTests
{
    private const double Megabyte = SimulatedProcess.Megabyte;
    private static readonly TimeSpan EightHours = TimeSpan.FromHours(8);

    [Fact]
    public void A_healthy_process_says_nothing_for_eight_hours() =>
        new SimulatedProcess { Retained = _ => 120 * Megabyte }.Run(EightHours).ShouldBeEmpty();

    [Fact]
    public void A_cache_that_fills_up_says_nothing() =>
        new SimulatedProcess { Retained = minute => (60 + (120 * (1 - Math.Exp(-minute / 8)))) * Megabyte }.Run(EightHours).ShouldBeEmpty();

    [Fact]
    public void A_daily_tide_says_nothing() =>
        new SimulatedProcess { Retained = minute => (120 + (60 * Math.Sin(minute / 460 * Math.PI))) * Megabyte }
            .Run(TimeSpan.FromHours(24)).ShouldBeEmpty();

    /// <summary>With a heap of 60 MB, the young generation of Node 24 may have three times as much.</summary>
    [Fact]
    public void A_small_heap_is_full_when_its_old_generation_is()
    {
        var told = new SimulatedProcess
        {
            Retained = _ => 40 * Megabyte,
            HeapLimit = 252 * Megabyte,
            More = minute => new Dictionary<Figure, double>
            {
                [Figure.OldSpace] = (minute < 200 ? 40 : 56) * Megabyte,
                [Figure.OldLimit] = 60 * Megabyte,
            },
        }.Run(EightHours);

        told[0].Rule.ShouldBe(HeapNearLimitRule.RuleName);
        told[0].Minute.ShouldBeInRange(200, 203);
    }

    [Fact]
    public void A_leak_is_reported_hours_before_the_heap_is_full()
    {
        var told = new SimulatedProcess { Retained = minute => (100 + (0.8 * minute)) * Megabyte, GarbagePerMinute = 20 * Megabyte }
            .Run(EightHours);

        told[0].Rule.ShouldBe(HeapGrowsRule.RuleName);
        told[0].Minute.ShouldBeInRange(80, 180); // of 500
        told.Count(step => step is { Rule: HeapGrowsRule.RuleName, Change: RuleChange.Fired }).ShouldBe(1);
        told.ShouldNotContain(step => step.Change == RuleChange.Suppressed);
    }

    [Fact]
    public void A_leak_that_reaches_the_limit_is_also_reported_there()
    {
        var told = new SimulatedProcess
        {
            Retained = minute => Math.Min(480, 100 + (2 * minute)) * Megabyte,
            GarbagePerMinute = 1 * Megabyte,
        }.Run(EightHours);

        told.Select(step => step.Rule).Distinct().ShouldBe([HeapGrowsRule.RuleName, HeapNearLimitRule.RuleName]);
        told.First(step => step.Rule == HeapNearLimitRule.RuleName).Minute.ShouldBeInRange(100, 180);
    }

    [Fact]
    public void Memory_of_worker_heaps_is_not_memory_outside_heaps()
    {
        var told = new SimulatedProcess
        {
            Retained = _ => 120 * Megabyte,
            Native = minute => (60 + (3 * minute)) * Megabyte,
            More = minute => new Dictionary<Figure, double> { [Figure.WorkerHeaps] = 3 * minute * Megabyte },
        }.Run(EightHours);

        told.ShouldNotContain(step => step.Rule == NativeGrowsRule.RuleName);
    }

    [Fact]
    public void A_burst_fires_and_resolves_and_is_no_leak()
    {
        var told = new SimulatedProcess
        {
            Retained = minute => (minute is >= 200 and < 215 ? 470 : 120) * Megabyte,
            GarbagePerMinute = 5 * Megabyte,
        }.Run(EightHours);

        told.Select(step => (step.Rule, step.Change)).ShouldBe([
            (HeapNearLimitRule.RuleName, RuleChange.Fired), (HeapNearLimitRule.RuleName, RuleChange.Resolved),
        ]);
    }

    [Fact]
    public void Memory_that_leaks_outside_the_heap_is_told_apart()
    {
        var told = new SimulatedProcess
        {
            Retained = _ => 120 * Megabyte,
            Native = minute => (60 + (3 * minute)) * Megabyte,
            More = _ => new Dictionary<Figure, double> { [Figure.GroupLimit] = 2e9 },
        }.Run(TimeSpan.FromHours(4));

        told.Select(step => (step.Rule, step.Change)).ShouldBe([(NativeGrowsRule.RuleName, RuleChange.Fired)]);
    }

    [Fact]
    public void Page_cache_does_not_count_and_anonymous_memory_does()
    {
        new SimulatedProcess { Retained = _ => 100 * Megabyte, More = _ => Group(anonymous: 240, used: 990) }
            .Run(TimeSpan.FromHours(1)).ShouldBeEmpty();
        new SimulatedProcess { Retained = _ => 100 * Megabyte, More = _ => Group(anonymous: 940, used: 990) }
            .Run(TimeSpan.FromHours(1)).ShouldBe([(3, MemoryNearLimitRule.RuleName, RuleChange.Fired)]);

        static Dictionary<Figure, double> Group(double anonymous, double used) => new()
        {
            [Figure.GroupLimit] = 1000 * Megabyte,
            [Figure.GroupAnonymous] = anonymous * Megabyte,
            [Figure.GroupUsed] = used * Megabyte,
        };
    }

    [Fact]
    public void A_machine_that_others_fill_is_no_fault_of_a_small_process() => new SimulatedProcess
    {
        Retained = _ => 100 * Megabyte,
        More = _ => new Dictionary<Figure, double> { [Figure.GroupLimit] = 2e9 },
    }.Run(TimeSpan.FromHours(1)).ShouldBeEmpty();

    [Fact]
    public void Nothing_but_a_kill_is_reported_while_a_process_starts_up()
    {
        var told = new SimulatedProcess
        {
            Retained = minute => (minute < 2 ? 480 : 100) * Megabyte,
            GarbagePerMinute = Megabyte,
            More = minute => new Dictionary<Figure, double> { [Figure.Kills] = minute >= 1 ? 1 : 0 },
        }.Run(TimeSpan.FromMinutes(30));

        told.ShouldBe([(1, ProcessKilledRule.RuleName, RuleChange.Fired)]);
    }

    [Theory]
    [InlineData(Figure.Stall, 0.2, MemoryStallRule.RuleName)]
    [InlineData(Figure.MainThread, 0.99, LoopBusyRule.RuleName)]
    [InlineData(Figure.LoopDelay, 3000, LoopDelayRule.RuleName)]
    [InlineData(Figure.DetachedContexts, 12, DetachedContextsRule.RuleName)]
    [InlineData(Figure.Descriptors, 900, DescriptorsNearLimitRule.RuleName)]
    public void Other_signs_fire_and_resolve(Figure figure, double bad, string rule)
    {
        var told = new SimulatedProcess
        {
            Retained = _ => 100 * Megabyte,
            More = minute => new Dictionary<Figure, double>
            {
                [Figure.DescriptorLimit] = 1024,
                [figure] = minute is >= 30 and < 60 ? bad : 0,
            },
        }.Run(TimeSpan.FromHours(2));

        told.Select(step => (step.Rule, step.Change)).ShouldBe([(rule, RuleChange.Fired), (rule, RuleChange.Resolved)]);
    }

    [Fact]
    public void Floors_of_months_keep_few_points_and_their_slope()
    {
        var floor = new FloorTrack();
        for (var minute = 0; minute < 60 * 24 * 60; minute++)
            floor.Add(TimeSpan.FromMinutes(minute), (long)((100e6 + (1e3 * minute)) + (minute % 7 * 5e6)));

        floor.Trend.Verdict.ShouldBe(FloorVerdict.Growing);
        floor.Trend.BytesPerMinute.ShouldBe(1e3, tolerance: 20);
        floor.Trend.Points.ShouldBeLessThanOrEqualTo(128);
    }

    [Fact]
    public void After_a_capture_of_our_own_native_memory_is_judged_anew()
    {
        var trail = new Trail(TimeSpan.Zero);
        for (var minute = 0; minute < 100; minute++) trail.Add(At(minute, anonymous: 200e6));
        trail.RestartAfterCapture(); // which has left 800 MB
        for (var minute = 100; minute < 200; minute++) trail.Add(At(minute, anonymous: 1000e6));

        trail.Native.Trend.Verdict.ShouldBe(FloorVerdict.Steady);

        static Reading At(int minute, double anonymous) => new(
            TimeSpan.FromMinutes(minute), DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1),
            new Dictionary<Figure, double> { [Figure.Anonymous] = anonymous, [Figure.HeapCommitted] = 50e6 });
    }
}
