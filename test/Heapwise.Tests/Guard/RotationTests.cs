using Heapwise.Guard.Evidence;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Guard;

public sealed class RotationTests
{
    private const long Plenty = long.MaxValue;

    [Fact]
    public void The_newest_stay_and_no_pair_is_split()
    {
        string[] files = [.. Pair("a.js", 1), .. Pair("a.js", 2), .. Pair("a.js", 3)];

        Doomed(files, 6).ShouldBeEmpty();
        Doomed(files, 5).ShouldBe(Pair("a.js", 1));
        Doomed(files, 4).ShouldBe(Pair("a.js", 1));
        Doomed(files, 3).ShouldBe([.. Pair("a.js", 1), .. Pair("a.js", 2)]);
    }

    [Fact]
    public void The_newest_stays_even_if_it_is_more_than_is_wanted() => Doomed(Pair("a.js", 1), 1).ShouldBeEmpty();

    [Fact]
    public void Programs_do_not_push_each_other_out() => Doomed([.. Pair("a.js", 1), .. Pair("b.js", 2)], 2).ShouldBeEmpty();

    [Fact]
    public void Of_baselines_the_newest_stays_beside_the_pairs()
    {
        string[] files = [Baseline(1), Baseline(2), .. Pair("a.js", 3), .. Pair("a.js", 4)];

        Doomed(files, 5).ShouldBe([Baseline(1)]);
        Doomed(files, 3).ShouldBe([Baseline(1), .. Pair("a.js", 3)]);
        Doomed(files, 2).ShouldBe([Baseline(1), Baseline(2), .. Pair("a.js", 3)]);
    }

    [Fact]
    public void What_belongs_to_a_pair_goes_with_it()
    {
        string[] first = [.. Pair("a.js", 1), Name("a.js", 1, "allocations.heapprofile"), Name("a.js", 1, "diagnosis.json")];

        Doomed([.. first, .. Pair("a.js", 2)], 2).ShouldBe(first, ignoreOrder: true);
    }

    [Fact]
    public void Half_files_and_foreign_files_are_neither_counted_nor_deleted()
    {
        string[] others = ["/f/a.js-20261130-000000-7.1.heapsnapshot.4711-99.partial", "/f/Heap.20261130.heapsnapshot", "/f/notes.txt"];

        Doomed([.. others, .. Pair("a.js", 1)], 2).ShouldBeEmpty();
        Doomed([.. others, .. Pair("a.js", 1), .. Pair("a.js", 2)], 2).ShouldBe(Pair("a.js", 1));
    }

    [Fact]
    public void All_together_stay_within_the_quota_and_the_newest_stays()
    {
        string[] files = [.. Pair("a.js", 1), .. Pair("b.js", 2), .. Pair("a.js", 3)]; // 100 bytes each

        Rotation.Choose([.. files.Select(file => (file, 100L))], 100, 400, []).ShouldBe(Pair("a.js", 1));
        Rotation.Choose([.. files.Select(file => (file, 100L))], 100, 1, []).ShouldBe([.. Pair("a.js", 1), .. Pair("b.js", 2)]);
    }

    [Fact]
    public void What_waits_for_its_upload_goes_for_the_quota_only_and_last()
    {
        string[] files = [.. Pair("a.js", 1), .. Pair("a.js", 2), .. Pair("a.js", 3)]; // 100 bytes each
        string[] waiting = ["a.js-20261130-010000-7"];

        Choose(2, Plenty).ShouldBe(Pair("a.js", 2));
        Choose(100, 400).ShouldBe(Pair("a.js", 2));
        Choose(100, 399).ShouldBe([.. Pair("a.js", 1), .. Pair("a.js", 2)]);

        IReadOnlyList<string> Choose(int maxSnapshots, long quota) =>
            Rotation.Choose([.. files.Select(file => (file, 100L))], maxSnapshots, quota, waiting);
    }

    private static IReadOnlyList<string> Doomed(string[] files, int maxSnapshots) =>
        Rotation.Choose([.. files.Select(file => (file, 1L))], maxSnapshots, Plenty, []);

    private static string[] Pair(string program, int hour) =>
        [Name(program, hour, "1.heapsnapshot"), Name(program, hour, "2.heapsnapshot")];

    private static string Baseline(int hour) => Name("a.js", hour, "baseline.heapsnapshot");

    private static string Name(string program, int hour, string end) => $"/f/{program}-20261130-{hour:00}0000-7.{end}";
}
