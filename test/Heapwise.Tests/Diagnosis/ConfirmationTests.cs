using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Diagnosis.Runs;
using Heapwise.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Diagnosis;

/// <summary>How far a candidate is followed: four readings, three rounds of 100 requests after a warm-up of 50, a second each.</summary>
public sealed class ConfirmationTests
{
    private static readonly TargetRoom Boundless = new(4_000_000_000, null, null);

    [Fact]
    public void The_burst_takes_the_remaining_rounds_up_to_eight_seconds() => BurstOf().ShouldBe(8, "eight seconds are patience enough");

    [Fact]
    public void A_quick_target_is_driven_to_the_last_round_allowed() =>
        BurstOf(driven: TimeSpan.FromMilliseconds(300)).ShouldBe(24 - 3 - 1);

    [Fact]
    public void No_leak_needs_no_confirmation() => BurstOf(verdict: Verdict.NoLeak).ShouldBeNull();

    [Fact]
    public void A_round_limit_below_the_rounds_made_allows_no_burst() => BurstOf(new DiagnosisOptions { MaxRounds = 0 }).ShouldBeNull();

    [Fact]
    public void The_request_limit_bounds_the_burst() =>
        BurstOf(new DiagnosisOptions { MaxRequests = 1_000 }).ShouldBe(5, "350 are sent, five rounds and the last one make 600");

    [Fact]
    public void The_burst_stays_within_128_MB_of_growth() => BurstOf(bytesPerRound: 30_000_000).ShouldBe(4);

    [Fact]
    public void The_burst_stays_within_a_quarter_of_the_free_V8_heap() =>
        BurstOf(bytesPerRound: 1_000_000, room: Boundless with { HeapBytes = 20_000_000 }).ShouldBe(5);

    [Fact]
    public void The_burst_stays_within_a_quarter_of_the_free_cgroup_memory() =>
        BurstOf(bytesPerRound: 1_000_000, room: Boundless with { MemoryBytes = 16_000_000 }).ShouldBe(4);

    [Fact]
    public void The_burst_stays_within_a_quarter_of_the_free_descriptors() =>
        BurstOf(descriptorsPerRound: 100, room: Boundless with { Descriptors = 1_200 }).ShouldBe(3);

    [Fact]
    public void A_leak_too_large_for_a_burst_is_not_driven_further() => BurstOf(bytesPerRound: 500_000_000).ShouldBeNull();

    [Theory]
    [InlineData(4_000, false, 4_500)]
    [InlineData(60_000, false, 2_000)]
    [InlineData(4_000, true, 2_000)]
    public void The_idle_time_covers_timers_that_end_soon(long milliseconds, bool repeats, double restMs)
    {
        var timer = TestLeaks.Of(
            new TimerPattern(new TimerFacts(milliseconds, repeats, false, false)), "timers", ContainerKind.None, "Timeout");
        ConfirmationOf(leaks: [timer]).ShouldNotBeNull().Idle.TotalMilliseconds.ShouldBe(restMs);
    }

    private static int? BurstOf(
        DiagnosisOptions? options = null,
        Verdict verdict = Verdict.Leak,
        double bytesPerRound = 1_000,
        double descriptorsPerRound = 0,
        TimeSpan? driven = null,
        TargetRoom? room = null) =>
        ConfirmationOf(options, verdict, bytesPerRound, descriptorsPerRound, driven, room)?.BurstRounds;

    private static Confirmation? ConfirmationOf(
        DiagnosisOptions? options = null,
        Verdict verdict = Verdict.Leak,
        double bytesPerRound = 1_000,
        double descriptorsPerRound = 0,
        TimeSpan? driven = null,
        TargetRoom? room = null,
        IReadOnlyList<Leak>? leaks = null)
    {
        var growing = new Trend(TrendVerdict.Growing, descriptorsPerRound, Confidence.High, new TrendReason.Steady(3, 1));
        var diagnosis = new LeakDiagnosis
        {
            ComparedBy = ComparedBy.Identity,
            Target = new DiagnosisTarget.Program("app"),
            Verdict = verdict,
            Reason = new VerdictReason.OneInterval(),
            Rounds = [],
            BytesPerRound = bytesPerRound,
            Trends = [new MeasureTrend(Measure.FileDescriptors, growing)],
            Leaks = leaks ?? [],
            Bounded = [],
            Ignored = [],
        };
        List<Round> rounds = [.. ((int[])[50, 100, 100, 100]).Select(requests => new Round { Load = new RoundLoad(requests) })];
        return Confirmation.Plan(
            diagnosis, rounds, driven ?? TimeSpan.FromSeconds(3), room ?? Boundless, options ?? new DiagnosisOptions());
    }
}
