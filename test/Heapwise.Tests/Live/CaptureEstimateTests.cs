using Heapwise.Live.Capture;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class CaptureEstimateTests
{
    private const long Megabyte = 1 << 20;

    // measured: contents of a heap, growth of resident memory and file in megabytes
    [Theory]
    [InlineData(18, "closures", 1234638, 5751467, 400000, 904, 125)]
    [InlineData(18, "references", 35405, 3353362, 8000, 138, 52)]
    [InlineData(18, "small objects", 434633, 1751447, 400000, 606, 41)]
    [InlineData(18, "wide objects", 530694, 2599572, 8000, 212, 52)]
    [InlineData(20, "closures", 1241606, 5787623, 400000, 873, 127)]
    [InlineData(20, "objects", 1241610, 3787651, 400000, 850, 97)]
    [InlineData(20, "references", 42388, 3389565, 8000, 139, 53)]
    [InlineData(20, "small objects", 441602, 1787607, 400000, 624, 42)]
    [InlineData(20, "wide objects", 537661, 2635727, 8000, 217, 53)]
    [InlineData(22, "closures", 1255266, 5838622, 400000, 846, 129)]
    [InlineData(22, "objects", 1255269, 3838650, 400000, 821, 99)]
    [InlineData(22, "small objects", 455261, 1838604, 400000, 600, 44)]
    [InlineData(22, "wide objects", 551320, 2686724, 8000, 206, 55)]
    [InlineData(24, "closures", 1259068, 5854377, 400000, 907, 119)]
    [InlineData(24, "objects", 1259070, 3854390, 400000, 827, 90)]
    [InlineData(24, "references", 59858, 3456334, 8000, 164, 51)]
    [InlineData(24, "small objects", 459062, 1854342, 400000, 642, 40)]
    [InlineData(24, "wide objects", 555122, 2702466, 8000, 248, 51)]
    [InlineData(26, "closures", 1261207, 5863932, 400000, 912, 119)]
    [InlineData(26, "objects", 1261211, 3863961, 400000, 818, 90)]
    [InlineData(26, "small objects", 461201, 1863932, 400000, 632, 41)]
    [InlineData(26, "wide objects", 557261, 2712027, 8000, 245, 51)]
    public void Memory_and_disk_are_enough_and_not_far_too_much(
        int major, string kind, long nodes, long edges, long names, double memory, double file)
    {
        var estimate = CaptureEstimate.From(new HeapContents(nodes, edges, 0, names, TextBytes: 0, IsCounted: true), major);

        (estimate.ExtraMemoryBytes / 1e6 / memory).ShouldBeInRange(1, 1.25, kind);
        (estimate.FileBytes / 1e6 / file).ShouldBeInRange(0.95, 1.3, kind);
    }

    [Fact]
    public void The_longest_array_costs_more_than_its_objects()
    {
        var objects = new HeapContents(1_000_000, 4_000_000, 0, 0, 0, IsCounted: true);

        var among = CaptureEstimate.From(objects, 20).ExtraMemoryBytes;
        var inOneArray = CaptureEstimate.From(objects with { Names = 1_000_000 }, 20).ExtraMemoryBytes;

        inOneArray.ShouldBeGreaterThan(among * 4);
    }

    // measured on Node 18.20: seconds of processor time
    [Theory]
    [InlineData(200_000, 200_000, 14.6)]
    [InlineData(400_000, 200_000, 25.4)]
    [InlineData(400_000, 800_000, 38.6)]
    [InlineData(800_000, 800_000, 156)]
    public void Up_to_Node_18_a_long_array_among_many_strings_takes_long(long names, long strings, double seconds)
    {
        var contents = new HeapContents(
            strings + (strings / 10), (strings * 2) + (names * 2), strings, names, TextBytes: strings * 24, IsCounted: true);

        var pauses = new[] { 18, 20 }.Select(major => CaptureEstimate.From(contents, major).Pause.TotalSeconds).ToList();

        (pauses[0] / seconds).ShouldBeInRange(0.75, 1.5);
        pauses[1].ShouldBeLessThan(12);
    }

    // Measured on Node 24.21, on two machines: records of 2.6 and 11.7 million nodes, as a sample of the heap says.
    [Theory]
    [InlineData(2_550_000, 9.3, 12.6)]
    [InlineData(11_700_000, 50.5, 97)]
    public void A_large_heap_costs_more_for_each_node(long nodes, double fast, double slow)
    {
        var contents = new HeapContents(nodes, nodes * 4, nodes / 2, nodes / 10, TextBytes: nodes * 20, IsCounted: false);

        var seconds = CaptureEstimate.From(contents, 24).Pause.TotalSeconds;

        seconds.ShouldBeInRange(slow / 1.5, fast * 1.5);
    }

    [Fact]
    public void What_a_heap_contains_is_bounded_by_its_size_where_its_memory_cannot_be_read()
    {
        var unknown = new HeapCensus(Pointers: null, ElementPointers: null, Strings: null, Names: null, LargeObjectBytes: 8000);

        var most = HeapContents.Bound(160_000, unknown);

        most.Nodes.ShouldBe(10_000); // no object is smaller than 16 bytes
        most.Edges.ShouldBe(40_000); // each word a reference, and counted twice
        most.Names.ShouldBe(1000);
    }

    [Fact]
    public void What_a_heap_contains_follows_from_its_references_where_they_are_known()
    {
        var census = new HeapCensus(Pointers: 3000, ElementPointers: 500, Strings: 100, Names: 400, LargeObjectBytes: 8_000_000);

        var probable = HeapContents.Expect(10_000_000, census);
        var most = HeapContents.Bound(10_000_000, census);
        var counted = HeapContents.Count(1200, 10_000_000, census);

        (probable.Nodes, most.Nodes, counted.Nodes).ShouldBe((1000, 1500, 1200)); // an object has a type and is referred to
        (probable.Edges, probable.Names).ShouldBe((3500, 400));
        probable.TextBytes.ShouldBe(1000 * 1024); // a snapshot contains no more of a string
        counted.IsCounted.ShouldBeTrue();
    }

    [Fact]
    public void One_disturbed_snapshot_changes_no_estimate()
    {
        var rates = CaptureRates.None();
        rates.Add(24, 1_000_000, new CaptureRate(Pause: 30, File: 1));
        rates.Find(24).ShouldBe(CaptureRate.General);

        for (var i = 0; i < 6; i++) rates.Add(24, 1_000_000, new CaptureRate(Pause: i == 3 ? 30 : 1.5, File: 0.9));
        rates.Find(24).ShouldBe(new CaptureRate(1.5, 0.9));
    }

    [Fact]
    public void Rates_are_kept_by_major_and_those_of_an_earlier_version_are_left_out()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("heapwise-rates-").FullName, "sub", "rates.json");
        try
        {
            var rates = CaptureRates.Load(path);
            rates.Add(24, 1000, new CaptureRate(9, 9)); // too small to say anything
            for (var i = 0; i < 20; i++) rates.Add(24, 1_000_000, new CaptureRate(2, 1.25));

            CaptureRates.Load(path).Find(24).ShouldBe(new CaptureRate(2, 1.25));
            CaptureRates.Load(path).Find(20).ShouldBe(CaptureRate.General);
            File.WriteAllText(path, "{ no json");
            CaptureRates.Load(path).Find(24).ShouldBe(CaptureRate.General);
            File.WriteAllText(path, """{"22":[{"microsecondsPerNode":12.451,"fileBytesPerNode":359}]}""");
            CaptureRates.Load(path).Find(22).ShouldBe(CaptureRate.General);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(path))!, recursive: true);
        }
    }

    [Fact]
    public void A_measured_snapshot_replaces_the_general_pause_and_counts_what_memory_was_kept()
    {
        var general = CaptureEstimate.FromHeap(330 * Megabyte, 24);
        var first = new CapturedSnapshot("x", 12 * Megabyte, 300 * Megabyte, Pause: TimeSpan.FromSeconds(60), 100_000, general)
        {
            ProcessorTime = TimeSpan.FromSeconds(0.5), // others had the processor
            KeptMemoryBytes = 400 * Megabyte,
        };

        var next = general.After(first, 330 * Megabyte);

        next.Pause.TotalSeconds.ShouldBe(0.66, tolerance: 0.001);
        (next.FileBytes / (double)Megabyte).ShouldBe(13.2, tolerance: 0.1);
        next.ExtraMemoryBytes.ShouldBe(general.ExtraMemoryBytes - (300 * Megabyte));
    }

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(1500, "1.5 kB")]
    [InlineData(150_000_000, "150 MB")]
    public void Sizes_are_formatted(long bytes, string text) => Sizes.Format(bytes).ShouldBe(text);
}
