using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Sampling;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Diagnosis.Runs;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Diagnosis;

/// <summary>Whether it is sampled once more: a baseline and three rounds of 100 requests, sampled every 128 kB.</summary>
public sealed class FinerSamplingTests
{
    private const long Interval = 128 << 10;

    private static readonly AllocationFrame Root = new(-1, "(root)", "", 0, 0, 0, 0);

    [Theory]
    [InlineData(4 << 20, 64 << 10)] // 64 samples a round
    [InlineData(1 << 20, 16 << 10)]
    [InlineData(40 << 10, 8 << 10)] // no more than 16 times as many samples
    public void Growth_that_no_samples_explain_is_sampled_by_its_size(long perRound, long interval) =>
        Find([0, perRound, 2 * perRound, 3 * perRound]).ShouldBe(interval);

    [Fact]
    public void A_short_interval_is_made_no_shorter_than_half_a_kilobyte() =>
        Find([0, 10_000, 20_000, 30_000], interval: 4 << 10).ShouldBe(512);

    [Fact]
    public void Growth_that_has_64_samples_a_round_already_is_not_sampled_again() =>
        Find([0, 9_000_000, 18_000_000, 27_000_000]).ShouldBeNull();

    [Fact]
    public void A_heap_that_is_not_larger_after_each_round_is_not_sampled_again() => Find([0, 90_000, 80_000, 170_000]).ShouldBeNull();

    [Fact]
    public void A_few_kilobytes_are_what_any_heap_gains() => Find([0, 5_000, 10_000, 15_000]).ShouldBeNull();

    [Theory]
    [InlineData(2, 8 << 10)]
    [InlineData(8, null)]
    public void A_function_with_few_samples_is_sampled_again(int perRound, int? interval) =>
        Find([0, 1_000_000, 2_000_000, 3_000_000], perRound: perRound).ShouldBe(interval);

    [Fact]
    public void Real_work_is_sampled_again_only_where_memory_grows_beyond_doubt_and_four_times_as_often()
    {
        Find([0, 40_000, 80_000, 90_000], isInProduction: true).ShouldBeNull();
        Find([0, 400_000, 800_000, 1_200_000], isInProduction: true).ShouldBe(Interval / 4);
        Find([0, 400_000, 800_000, 1_200_000], isInProduction: true, perRound: 2).ShouldBeNull();
    }

    [Fact]
    public void There_must_be_room_for_the_same_rounds_and_a_burst()
    {
        Find([0, 400_000, 800_000, 1_200_000], options: new DiagnosisOptions { MaxRounds = 7 }).ShouldBeNull();
        Find([0, 400_000, 800_000, 1_200_000], options: new DiagnosisOptions { MaxRequests = 700 }).ShouldBeNull();
        Find([0, 400_000, 800_000, 1_200_000], options: new DiagnosisOptions { MaxRequests = 800 }).ShouldNotBeNull();
    }

    [Fact]
    public void The_first_pass_counts_against_what_is_allowed_in_all()
    {
        var first = new SampledPass(Diagnose([0, 40_000, 80_000, 120_000], perRound: 0, Interval), TimeSpan.FromSeconds(3));

        var left = first.LeaveOf(new DiagnosisOptions { MaxRounds = 24, MaxRequests = 2_000 });

        (left.MaxRounds, left.MaxRequests).ShouldBe((21, 1_700));
    }

    /// <param name="floors">What the heap gained after each round.</param>
    /// <param name="perRound">Samples of a function that each round leaves.</param>
    /// <param name="interval">Bytes from one sample to the next.</param>
    /// <param name="isInProduction">True for work that is not ours.</param>
    /// <param name="options">What is allowed.</param>
    private static long? Find(
        long[] floors, int perRound = 0, long interval = Interval, bool isInProduction = false, DiagnosisOptions? options = null) =>
        FinerSampling.FindInterval(Diagnose(floors, perRound, interval), interval, isInProduction, options ?? new DiagnosisOptions());

    private static LeakDiagnosis Diagnose(long[] floors, int perRound, long interval)
    {
        List<Round> rounds = [];
        List<AllocationProfile> profiles = [];
        for (var i = 0; i < floors.Length; i++)
        {
            var load = new AllocationFrame(0, "load", "/app/app.js", 1, 1, i * perRound * interval, i * perRound);
            profiles.Add(new AllocationProfile([Root, load]));
            rounds.Add(new Round
            {
                Load = new RoundLoad(i == 0 ? null : 100),
                Readings = new Dictionary<Measure, long> { [Measure.HeapUsed] = 5_000_000 + floors[i] },
            });
        }

        var options = new AnalysisOptions { Sources = new NoTexts() };
        return SampledAnalysis.Analyze(new DiagnosisTarget.Program("app.js"), rounds, profiles, interval, options);
    }

    private sealed class NoTexts : ISourceTexts
    {
        public string? FindText(string script) => null;
    }
}
