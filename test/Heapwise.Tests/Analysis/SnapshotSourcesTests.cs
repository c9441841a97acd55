using Heapwise.Analysis.Locations;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class SnapshotSourcesTests
{
    // code "/app/server.js" --source--> string
    [Theory]
    [InlineData(100, true)]
    [InlineData(255, true)]
    [InlineData(256, false)] // where a snapshot that is read once is cut
    [InlineData(257, true)]
    [InlineData(1_023, true)]
    [InlineData(1_024, false)] // where V8 cuts
    public void A_possibly_truncated_source_is_not_used(int length, bool isUsed)
    {
        var heap = new TinyHeap();
        heap.Root.Element(0, heap.Code("/app/server.js").Internal("source", heap.String(new string('x', length), 16)));
        using var snapshot = heap.Open();

        (new SnapshotSources(snapshot).FindText("/app/server.js")?.Length).ShouldBe(isUsed ? length : null);
    }
}
