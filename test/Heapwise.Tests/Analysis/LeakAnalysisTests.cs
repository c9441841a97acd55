using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

public sealed class LeakAnalysisTests
{
    private static readonly DiagnosisTarget Target = new DiagnosisTarget.Program("tiny");

    [Fact]
    public void Two_leaks_are_two_findings_the_larger_first()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var (small, large) = (program.Heap.Object("Array", 16), program.Heap.Object("Array", 16));
            program.Scope.Context("small", small).Context("large", large);
            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                small.Element(i, program.Heap.Object("Small", 16));
                large.Element(i, program.Heap.Object("Large", 400));
            }

            return program;
        });

        report.Findings.Select(finding => finding.Holder.Name).ShouldBe(["large", "small"]);
        report.Findings.Select(finding => finding.Fingerprint).Distinct().Count().ShouldBe(2);
    }

    // Observers of a subject: those of a quiet round have been called less often and keep fewer values.
    [Fact]
    public void Entries_at_a_steady_rate_are_a_leak_however_many_objects_each_keeps()
    {
        int[] values = [0, 1, 8, 3];
        var finding = TinyProgram.FindLeak(rounds => TinyProgram.Growing(rounds, (program, list, i) =>
        {
            var entry = program.Heap.Object("Observer", 40);
            list.Element(i, entry);
            for (var value = 0; value < values[i / PerRound]; value++) entry.Element(value, program.Heap.Object("Value", 16));
        }));

        finding.Holder.Name.ShouldBe("leaked");
        finding.ObjectsPerRequest["Observer"].ShouldBe(1);
        finding.Confidence.ShouldBe(Confidence.High);
    }

    // Short-lived objects next to a leak, such as connections, must not hide it.
    [Fact]
    public void A_leak_is_found_despite_a_burst_in_the_last_round()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = Growing(rounds, (inner, list, i) => list.Element(i, inner.Heap.Object("Entry", 40)));
            for (var i = 0; rounds == 3 && i < 40 * PerRound; i++)
            {
                program.Global.Property("socket" + i, program.Heap.Object("Socket", 100));
            }

            return program;
        });

        report.Findings.ShouldHaveSingleItem().Holder.Name.ShouldBe("leaked");
    }

    [Fact]
    public void One_pair_of_snapshots_is_inconclusive()
    {
        var report = TinyProgram.Diagnose(
            rounds => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))), rounds: 1);

        report.Verdict.ShouldBe(Verdict.Inconclusive);
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Confidence.ShouldBe(Confidence.Low);
        finding.Holder.Name.ShouldBe("leaked");
    }

    [Fact]
    public void Growth_outside_the_heap_is_inconclusive()
    {
        var rounds = Enumerable.Range(0, 4).Select(RoundAt).ToList();
        using var last = Idle(3).Heap.Open();

        var diagnosis = LeakAnalysis.Analyze(Target, rounds, last);
        diagnosis.Verdict.ShouldBe(Verdict.Inconclusive);
        diagnosis.Reason.ShouldBeOfType<VerdictReason.UnexplainedGrowth>().Measure.ShouldBe(Measure.Rss);

        static Round RoundAt(int i) =>
            TestRound.Of(heap: 5_000_000, rss: 60_000_000 + (20_000_000L * i)) with
            {
                Load = new RoundLoad(20),
                Ids = i < 3 ? IdsOf(i) : null,
            };

        static SnapshotIds IdsOf(int round)
        {
            using var snapshot = Idle(round).Heap.Open();
            return SnapshotIds.From(snapshot);
        }

        static TinyProgram Idle(int rounds)
        {
            var program = new TinyProgram();
            for (var i = 0; i <= rounds; i++) program.Heap.Object("Garbage", 16);
            return program;
        }
    }

    [Fact]
    public void Snapshots_of_another_process_are_refused()
    {
        using var other = RootPathsTests.RandomHeap(1, 60, 100).Open();
        using var last = new TinyProgram().Heap.Open();

        Should.Throw<DifferentProcessesException>(() => LeakAnalysis.Analyze(Target, RoundsAfter(other), last));
    }

    [Fact]
    public void Snapshots_in_the_wrong_order_or_given_twice_are_refused()
    {
        using var early = Growing(1, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))).Heap.Open();
        using var late = Growing(2, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))).Heap.Open();

        Should.Throw<SnapshotOrderException>(() => LeakAnalysis.Analyze(Target, RoundsAfter(late), early));
        Should.Throw<SnapshotOrderException>(() => LeakAnalysis.Analyze(Target, RoundsAfter(late), late));
    }

    private static Round[] RoundsAfter(HeapSnapshot first) =>
        [new Round { Load = RoundLoad.Uncounted, Ids = SnapshotIds.From(first) }, new Round { Load = RoundLoad.Uncounted }];

    [Fact]
    public void Rounds_without_a_snapshot_count_towards_the_next_one()
    {
        var evidence = new List<Round>();
        foreach (var round in (int[])[0, 2])
        {
            using var snapshot = Build(round).Heap.Open();
            evidence.Add(new Round { Load = new RoundLoad(PerRound), Ids = SnapshotIds.From(snapshot) });
            evidence.Add(new Round { Load = new RoundLoad(PerRound) });
        }

        using var last = Build(3).Heap.Open();
        LeakAnalysis.Analyze(Target, evidence, last).Leaks.ShouldHaveSingleItem().Growth.Entry.ShouldNotBeNull().PerRequest.ShouldBe(1);

        static TinyProgram Build(int rounds) => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40)));
    }

    [Fact]
    public void The_fingerprint_does_not_depend_on_ids_or_numbers()
    {
        var few = TinyProgram.Diagnose(rounds => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))));
        var more = TinyProgram.Diagnose(rounds =>
        {
            var program = Growing(rounds, (inner, list, i) => list.Element(i, inner.Heap.Object("Entry", 48)), before: 500);
            return program;
        });

        more.Findings[0].Fingerprint.ShouldBe(few.Findings[0].Fingerprint);
        more.Findings[0].Holder.NodeId.ShouldNotBe(few.Findings[0].Holder.NodeId);
    }

    [Fact]
    public void A_diagnosis_reads_back_as_it_was_written()
    {
        var report = TinyProgram.Diagnose(
            rounds => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))));
        var json = ReportJson.Write(report);

        ReportJson.Write(ReportJson.ReadDiagnosis(json)).ShouldBe(json);
        json.ShouldContain("\"verdict\": \"leak\"");
        json.ShouldContain("\"schema\": \"heapwise.diagnosis/1\"");
        json.ShouldContain("\"objectsPerRequest\": {\n        \"Entry\": 1");
    }
}
