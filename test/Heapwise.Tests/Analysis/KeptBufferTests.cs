using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>Small views that keep large memory, by what the program says of their length and by what the snapshot shows.</summary>
public sealed class KeptBufferTests
{
    // Context --leaked--> Array --[i]--> Buffer --buffer--> ArrayBuffer --backing_store--> 64 kB
    [Fact]
    public void Small_views_of_large_buffers_are_said_to_keep_them()
    {
        var finding = Find(rounds => Views(rounds, 65_536), length: 16);

        finding.Pattern.ShouldBe("growing-collection");
        finding.Explanation.ShouldContain("Each 16-byte view keeps its whole 64 kB buffer alive.");
        finding.Advice.Fix.ShouldStartWith("Store a copy of the bytes, not a view");
        finding.Advice.Example.ShouldContain("Uint8Array.prototype.slice.call(view)");
        var views = finding.Details.Views.ShouldNotBeNull();
        views.BytesEach.ShouldBe(16);
        views.BufferBytes.ShouldBe(views.Buffers * 65_536);
        views.Pooled.ShouldBeFalse();
    }

    [Fact]
    public void Whole_buffers_are_no_views() => Find(rounds => Views(rounds, 65_536), length: 65_536).Details.Views.ShouldBeNull();

    [Fact]
    public void A_length_that_is_not_known_is_not_guessed() =>
        Find(rounds => Views(rounds, 65_536), length: null).Details.Views.ShouldBeNull();

    [Fact]
    public void Views_of_memory_that_something_else_keeps_waste_nothing() =>
        Find(rounds => Views(rounds, 65_536, isWholeKept: true), length: 16).Details.Views.ShouldBeNull();

    // The same with a mark on the ArrayBuffer: a slab of Node's pool.
    [Theory]
    [InlineData(8_192, "8 kB")]
    [InlineData(65_600, "64 kB")]
    public void A_pooled_buffer_keeps_its_slab_whatever_its_length(int slab, string size)
    {
        var finding = Find(rounds => Views(rounds, slab, isPooled: true), length: null);

        finding.Explanation.ShouldContain($"Each small Buffer keeps the whole {size} slab of Node's pool alive");
        finding.Details.Views.ShouldNotBeNull().Pooled.ShouldBeTrue();
    }

    [Theory]
    [InlineData(16, "16 bytes")]
    [InlineData(8_192, "8 kB")]
    [InlineData(65_600, "64 kB")]
    [InlineData(40_000, "40 kB")]
    [InlineData(1_048_576, "1.05 MB")]
    public void Sizes_of_buffers_are_written_as_programmers_do(long bytes, string text) => BufferSize.Format(bytes).ShouldBe(text);

    private static FindingReport Find(Func<int, TinyProgram> build, long? length) =>
        Diagnose(build, viewLength: length).Findings.Single(finding => finding.Holder.Name == "leaked");

    private static TinyProgram Views(int rounds, int bytes, bool isPooled = false, bool isWholeKept = false) =>
        Growing(rounds, (program, list, i) =>
        {
            var heap = program.Heap;
            var memory = heap.Object("ArrayBuffer", 88).Internal("backing_store", heap.Native("system / JSArrayBufferData", bytes));
            if (isPooled) memory.Hidden(0, heap.Hidden("system / PropertyArray", 40));
            list.Element(i, heap.Object("Buffer", 96).Internal("buffer", memory));
            if (isWholeKept) program.Global.Property("whole" + i, memory);
        });
}
