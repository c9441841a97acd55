using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Survivors;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>What a burst and one more round make of a candidate: 20 requests a round, a burst of 20 rounds, 20 requests more.</summary>
public sealed class ConfirmationTests
{
    private const int PerRound = 20;
    private const int Burst = 20;

    private static readonly int[] Requests = [20, 40, 60, 80, 480, 500];

    [Fact]
    public void Growth_during_and_after_the_burst_is_a_leak()
    {
        var report = Confirm(Entries, [20, 40, 60, 80, 480, 500]);

        report.Verdict.ShouldBe(Verdict.Leak);
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Confidence.ShouldBe(Confidence.High);
        finding.ObjectsPerRequest["Entry"].ShouldBe(1);
        finding.SurvivorsPerRound["Entry"].ShouldBe([20, 20, 20, 400, 20]);
        report.Growth.BytesPerRound.ShouldBe(PerRound * 40, "a burst is worth as many rounds as it is long");
        report.Bounded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(81)]
    [InlineData(200)]
    [InlineData(470)]
    public void A_cache_that_stops_at_its_bound_is_not_a_leak(int bound)
    {
        var report = Confirm(Entries, [20, 40, 60, 80, bound, bound]);

        report.Verdict.ShouldBe(Verdict.NoLeak);
        var bounded = report.Bounded.ShouldHaveSingleItem();
        bounded.Path.ShouldBe("variable leaked in server.js");
        bounded.Entries.ShouldBe(bound);
        bounded.IsDrained.ShouldBeFalse();
        report.Reason.ShouldContain($"stopped at {bound} entries");
    }

    [Fact]
    public void Entries_that_expire_while_idle_are_not_a_leak()
    {
        var report = Confirm(Entries, [20, 40, 60, 80, 480, 0]);

        report.Verdict.ShouldBe(Verdict.NoLeak);
        report.Bounded.ShouldHaveSingleItem().IsDrained.ShouldBeTrue();
        report.Reason.ShouldContain("is gone again");
    }

    // Connections that the entries had opened are open still, and the best path to the entry is theirs; some have been closed.
    [Fact]
    public void A_list_with_an_entry_per_request_grows_whatever_else_holds_its_entries()
    {
        var report = Confirm(Connected, [20, 40, 60, 80, 480, 500]);

        report.Verdict.ShouldBe(Verdict.Leak);
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("leaked");
        finding.Confidence.ShouldBe(Confidence.High);
        finding.Evidence[0].ShouldContain("20, 20, 20, 400, 20");
        report.Bounded.ShouldBeEmpty();
    }

    // Of the first round's entries the best path is that of what they have opened, and what all retain grows by leaps.
    [Fact]
    public void Entries_at_a_steady_rate_give_high_confidence_however_uneven_the_bytes()
    {
        int[] bytes = [10_000, 200_000, 500_000, 600_000];
        var finding = TinyProgram.FindLeak(rounds =>
        {
            var program = new TinyProgram();
            var (list, handles) = (program.Heap.Object("Array", 16), program.Heap.Synthetic("(Global handles)"));
            program.Heap.Root.Element(1, handles);
            program.Scope.Context("leaked", list);
            list.Internal("elements", program.Heap.Array("(object elements)", bytes[rounds]));
            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                var entry = program.Heap.Object("Entry", 40);
                list.Element(i, entry);
                if (i / PerRound == 1) handles.Internal($"{i}", entry);
            }

            return program;
        });

        finding.Holder.Name.ShouldBe("leaked");
        finding.Confidence.ShouldBe(Confidence.High);
    }

    [Fact]
    public void An_array_of_numbers_that_stops_under_the_burst_has_a_bound() =>
        Confirm(Numbers, [200_000, 400_000, 600_000, 800_000, 900_000, 900_000]).Verdict.ShouldBe(Verdict.NoLeak);

    // Its backing store grows in leaps: none falls into the last round.
    [Fact]
    public void An_array_of_numbers_that_grows_through_the_burst_is_a_leak() =>
        Confirm(Numbers, [200_000, 400_000, 600_000, 800_000, 6_000_000, 6_000_000]).Findings
            .ShouldHaveSingleItem().Holder.Name.ShouldBe("leaked");

    [Fact]
    public void An_array_of_numbers_that_a_timer_fills_is_a_leak_by_time() =>
        Confirm(Numbers, [200_000, 400_000, 600_000, 800_000, 1_400_000, 2_000_000]).Findings
            .ShouldHaveSingleItem().Rate.ShouldNotBeNull().Basis.ShouldBe(RateBasis.Second);

    // Two lists of one library object are one leak, which the larger one represents: at first the users, after the burst the keys.
    [Fact]
    public void A_leak_that_another_list_of_its_library_represents_after_the_burst_is_found_once()
    {
        var report = Confirm((count, _) => Cached(count), [20, 40, 60, 80, 480, 500]);

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Library.ShouldBe("lru");
        finding.SurvivorsPerRound["User"].ShouldBe([20, 20, 20, 400, 20]);
        report.Bounded.ShouldBeEmpty();
    }

    /// <summary>The report after all six snapshots, given the candidates of the first four, of which there must be one.</summary>
    private static DiagnosisReport Confirm(Func<int, int, TinyProgram> build, int[] sizes)
    {
        var first = Analyze(build, sizes[..4], []);
        first.Leaks.ShouldHaveSingleItem();
        return DiagnosisReport.From(Analyze(build, sizes, first.Leaks), ReportLanguages.English);
    }

    private static LeakDiagnosis Analyze(Func<int, int, TinyProgram> build, int[] sizes, IReadOnlyList<Leak> candidates)
    {
        List<Round> rounds = [];
        for (var i = 0; i < sizes.Length - 1; i++)
        {
            using var snapshot = build(sizes[i], Requests[i]).Heap.Open();
            rounds.Add(RoundAt(i) with { Ids = SnapshotIds.From(snapshot) });
        }

        rounds.Add(RoundAt(sizes.Length - 1));
        using var last = build(sizes[^1], Requests[sizes.Length - 1]).Heap.Open();
        return LeakAnalysis.Analyze(new DiagnosisTarget.Program("tiny"), rounds, last, new AnalysisOptions { Candidates = candidates });
    }

    private static Round RoundAt(int at) => at == 4
        ? new Round { Load = new RoundLoad(PerRound * Burst, Burst, IsConfirmation: true, new RoundTime(3, IsOwnWork: false)) }
        : new Round { Load = new RoundLoad(PerRound, 1, IsConfirmation: at > 4, new RoundTime(at > 4 ? 3 : 1, IsOwnWork: false)) };

    /// <summary>An array with so many objects after so many requests; each request that kept nothing has used up its id.</summary>
    private static TinyProgram Entries(int count, int requests)
    {
        var (program, list) = ListAfter(requests);
        for (var i = 0; i < count; i++) list.Element(i, program.Heap.Node("object", "Entry", 40, IdOf(i)));
        return program;
    }

    // (Global handles) --> Entry <--[i]-- Array, for the entries of the burst
    private static TinyProgram Connected(int count, int requests)
    {
        var program = Entries(count, requests);
        var handles = program.Heap.Node("synthetic", "(Global handles)", 0, 9_001);
        program.Heap.Root.Element(1, handles);
        if (count < 480) return program;
        foreach (var entry in program.Heap.Nodes.Where(node => node.Name == "Entry" && node.Id > IdOf(80) && node.Id < IdOf(480)))
        {
            handles.Internal(entry.Index.ToString(System.Globalization.CultureInfo.InvariantCulture), entry);
        }

        return program;
    }

    // system / Context --cache--> LRU --keys--> Array --[i]--> Key, LRU --values--> Array --[i]--> User
    private static TinyProgram Cached(int count)
    {
        var program = new TinyProgram();
        _ = program.Heap.Script(8, "/app/node_modules/lru/index.js").Function("LRU", 4, 0);
        var lru = program.Heap.Object("LRU", 32).At(8, 4, 0);
        var (keys, values) = (program.Heap.Object("Array", 16), program.Heap.Object("Array", 16));
        program.Scope.Context("cache", lru);
        lru.Property("keys", keys).Property("values", values);
        for (var i = 0; i < count; i++)
        {
            keys.Element(i, program.Heap.Node("object", "Key", i < 80 ? 24 : 96, IdOf(i)));
            values.Element(i, program.Heap.Node("object", "User", 40, IdOf(i) + 2));
        }

        return program;
    }

    private static TinyProgram Numbers(int bytes, int requests)
    {
        var (program, list) = ListAfter(requests);
        list.Internal("elements", program.Heap.Node("array", "(object elements)", bytes, IdOf(requests) - 3));
        return program;
    }

    private static (TinyProgram Program, TinyNode List) ListAfter(int requests)
    {
        var program = new TinyProgram();
        var list = program.Heap.Object("Array", 16);
        program.Scope.Context("leaked", list);
        program.Heap.Node("object", "Garbage", 16, IdOf(requests) - 2);
        return (program, list);
    }

    private static long IdOf(int request) => 100_001 + (4 * request);
}
