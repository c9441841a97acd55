using Heapwise.Live.Capture;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class CaptureEstimateTests
{
    private const long Megabyte = 1 << 20;

    // measured: heap of small objects, Node, pause, growth of resident memory, file
    [Theory]
    [InlineData(45, 20, 5.5, 364, 162)]
    [InlineData(45, 24, 3.4, 315, 152)]
    [InlineData(290, 20, 39, 2309, 1093)]
    [InlineData(290, 24, 25, 2039, 983)]
    public void Estimates_are_at_most_a_quarter_above_what_small_objects_cost(int heapMegabytes, int major, double seconds, double memory, double file)
    {
        var estimate = CaptureEstimate.Of(heapMegabytes * Megabyte, major);

        estimate.Pause.TotalSeconds.ShouldBeInRange(seconds * 0.95, seconds * 1.25);
        (estimate.ExtraMemoryBytes / (double)Megabyte).ShouldBeInRange(memory * 0.95, memory * 1.25);
        (estimate.FileBytes / (double)Megabyte).ShouldBeInRange(file * 0.95, file * 1.25);
    }

    [Fact]
    public void A_measured_snapshot_replaces_the_general_rates()
    {
        var first = new CapturedSnapshot("x", 12 * Megabyte, 300 * Megabyte, TimeSpan.FromSeconds(0.5), CaptureEstimate.Of(300 * Megabyte, 24));

        var next = CaptureEstimate.From(first, 330 * Megabyte, 24);

        next.Pause.TotalSeconds.ShouldBe(0.55, tolerance: 0.001);
        (next.FileBytes / (double)Megabyte).ShouldBe(13.2, tolerance: 0.1);
        next.ExtraMemoryBytes.ShouldBeLessThan(250 * Megabyte);
    }

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(1500, "1.5 kB")]
    [InlineData(150_000_000, "150 MB")]
    public void Sizes_are_said_in_words(long bytes, string text) => Sizes.Format(bytes).ShouldBe(text);
}
