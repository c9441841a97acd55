using Heapwise.Tests.Heap;
using Heapwise.Analysis.Locations;
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
    public void A_text_that_may_be_cut_is_none(int length, bool isTold)
    {
        var heap = new TinyHeap();
        heap.Root.Element(0, heap.Code("/app/server.js").Internal("source", heap.String(new string('x', length), 16)));
        using var snapshot = heap.Open();

        (new SnapshotSources(snapshot).FindText("/app/server.js")?.Length).ShouldBe(isTold ? length : null);
    }
}
