using Heapwise.Live.Capture;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class CaptureEstimateTests
{
    private const long Megabyte = 1 << 20;

    // measured on a busy machine: heap of small objects, Node, pause, growth of resident memory, file
    [Theory]
    [InlineData(45, 20, 5.5, 364, 162)]
    [InlineData(45, 24, 3.4, 315, 152)]
    [InlineData(290, 20, 39, 2309, 1093)]
    [InlineData(290, 24, 25, 2039, 983)]
    public void Estimates_are_above_what_small_objects_cost_but_not_by_half(
        int heapMegabytes, int major, double seconds, double memory, double file)
    {
        var estimate = CaptureEstimate.FromHeap(heapMegabytes * Megabyte, major);

        estimate.Pause.TotalSeconds.ShouldBeInRange(seconds * 0.95, seconds * 1.5);
        (estimate.ExtraMemoryBytes / (double)Megabyte).ShouldBeInRange(memory * 0.95, memory * 1.5);
        (estimate.FileBytes / (double)Megabyte).ShouldBeInRange(file * 0.95, file * 1.5);
        estimate.IsCounted.ShouldBeFalse();
    }

    [Fact]
    public void Counted_nodes_make_a_heap_of_large_strings_cheap()
    {
        // measured: 300 MB of 20 kB strings stop Node 24 for 0.5 s, with some 100,000 nodes
        CaptureEstimate.FromNodes(100_000, 24).Pause.TotalSeconds.ShouldBeInRange(0.2, 1);
        CaptureEstimate.FromHeap(300 * Megabyte, 24).Pause.TotalSeconds.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Rates_measured_on_this_machine_replace_the_general_ones()
    {
        var slow = CaptureEstimate.FromNodes(1_000_000, 24, new CaptureRate(MicrosecondsPerNode: 20, FileBytesPerNode: 50));

        slow.Pause.TotalSeconds.ShouldBe(25, tolerance: 0.01);
        slow.FileBytes.ShouldBe(62_500_000);
    }

    [Fact]
    public void Rates_are_kept_by_major_and_the_slowest_recent_one_counts()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("heapwise-rates-").FullName, "sub", "rates.json");
        try
        {
            var rates = CaptureRates.Load(path);
            rates.Find(24).ShouldBeNull();
            rates.Add(24, 1000, TimeSpan.FromSeconds(9), 100); // too small to say anything
            rates.Find(24).ShouldBeNull();
            for (var i = 1; i <= 20; i++) rates.Add(24, 1_000_000, TimeSpan.FromSeconds(i == 1 ? 100 : 2), 80_000_000 + i);
            rates.Add(20, 1_000_000, TimeSpan.FromSeconds(5), 90_000_000);

            var again = CaptureRates.Load(path);
            again.Find(24).ShouldBe(new CaptureRate(2, 80)); // the first, slow one is forgotten
            again.Find(20).ShouldBe(new CaptureRate(5, 90));
            File.WriteAllText(path, "{ no json");
            CaptureRates.Load(path).Find(24).ShouldBeNull();
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(path))!, recursive: true);
        }
    }

    [Fact]
    public void A_measured_snapshot_replaces_the_general_rates()
    {
        var estimate = CaptureEstimate.FromHeap(300 * Megabyte, 24);
        var first = new CapturedSnapshot("x", 12 * Megabyte, 300 * Megabyte, TimeSpan.FromSeconds(0.5), 100_000, estimate);

        var next = CaptureEstimate.FromEarlier(first, 330 * Megabyte, 24, measured: null);

        next.Pause.TotalSeconds.ShouldBe(0.55, tolerance: 0.001);
        (next.FileBytes / (double)Megabyte).ShouldBe(13.2, tolerance: 0.1);
        next.ExtraMemoryBytes.ShouldBeLessThan(330 * Megabyte);
    }

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(1500, "1.5 kB")]
    [InlineData(150_000_000, "150 MB")]
    public void Sizes_are_formatted(long bytes, string text) => Sizes.Format(bytes).ShouldBe(text);
}
