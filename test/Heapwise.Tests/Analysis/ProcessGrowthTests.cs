using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Survivors;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>
/// Growth that no object of the heap explains: ten requests a round and four rounds after the baseline. In some tests the last is a
/// burst of five rounds.
/// </summary>
public sealed class ProcessGrowthTests
{
    [Fact]
    public void Files_opened_by_every_request_are_reported_by_name()
    {
        var findings = Find(round => Opening(round, new() { ["socket"] = 12, ["/data/price.txt"] = 8 + (10 * round) }));
        var finding = findings.ShouldHaveSingleItem();

        finding.Pattern.ShouldBe("descriptors");
        finding.Holder.Name.ShouldBe("/data/price.txt");
        finding.Title.ShouldBe("Descriptors of price.txt are opened and never closed");
        finding.Explanation.ShouldStartWith("Each request leaves 1 descriptor open.");
        finding.ObjectsPerRequest["descriptor"].ShouldBe(1);
        finding.Evidence[0].ShouldBe("open descriptors after each round: 20, 30, 40, 50, 60");
    }

    [Fact]
    public void Files_with_different_names_are_reported_by_folder()
    {
        var finding = Find(round => Opening(round, Uploads(10 * round))).ShouldHaveSingleItem();

        finding.Title.ShouldBe("Files in /tmp/uploads/ are opened and never closed");
    }

    [Fact]
    public void Sockets_come_with_the_advice_to_destroy_them() =>
        Find(round => Opening(round, new() { ["socket"] = 20 + (10 * round) }))
            .ShouldHaveSingleItem().Advice.Fix.ShouldContain("destroy every socket");

    [Fact]
    public void A_pool_that_stops_opening_is_not_a_leak() =>
        Find(round => TestRound.Of(descriptors: 20 + Math.Min(10, 10 * round))).ShouldBeEmpty();

    [Fact]
    public void Unheld_memory_outside_the_heap_is_reported() =>
        Find(round => TestRound.Of(heap: 5_000_000, external: 1_000_000 + (2_000_000L * round)))
            .ShouldHaveSingleItem().Pattern.ShouldBe("external-memory");

    [Fact]
    public void Resident_memory_is_reported_only_after_a_burst_confirms_it()
    {
        Find(round => TestRound.Of(heap: 5_000_000, rss: 60_000_000 + (20_000_000L * round))).ShouldBeEmpty();
        Find(round => TestRound.Of(heap: 5_000_000, rss: Rss(round)) with { Load = round < 4 ? new RoundLoad(10) : new RoundLoad(50, 5) })
            .ShouldHaveSingleItem().Pattern.ShouldBe("native-memory");
    }

    [Fact]
    public void Resident_memory_that_follows_the_heap_is_not_a_separate_leak() =>
        Find(round => TestRound.Of(heap: Heap(round), rss: Rss(round)) with { Load = new RoundLoad(null, round < 4 ? 1 : 5) })
            .ShouldBeEmpty();

    /// <summary>Each round opens ten descriptors.</summary>
    private static Round Opening(int round, Dictionary<string, int> descriptors) =>
        TestRound.Of(descriptors: 20 + (10 * round)) with { Descriptors = descriptors };

    private static Dictionary<string, int> Uploads(int count) =>
        Enumerable.Range(0, count).ToDictionary(i => $"/tmp/uploads/{i}.bin", _ => 1);

    private static long Heap(int round) => 5_000_000 + (15_000_000L * (round < 4 ? round : 8));

    private static Round WithRequests(Round round) =>
        round with { Load = round.Load with { Requests = round.Requests ?? 10 * round.Weight } };

    private static long Rss(int round) => 60_000_000 + (20_000_000L * (round < 4 ? round : 8));

    private static IReadOnlyList<FindingReport> Find(Func<int, Round> create)
    {
        var rounds = Enumerable.Range(0, 5).Select(create).Select(WithRequests).ToList();
        var intervals = new SnapshotIntervals(
            [.. rounds.Skip(1).Select(round => round.Requests)], [.. rounds.Skip(1).Select(round => round.Weight)]);
        var leaks = LeakSearch.FindInProcess(rounds, intervals, MeasureTrend.FindAll(rounds), [], null);
        return [.. leaks.Select(leak => FindingReport.From(leak, ReportLanguages.English))];
    }
}
