using Heapwise.Outside.Binaries;
using Heapwise.Outside.Collecting;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Roots;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Outside;

public sealed class OutsideMemoryTests
{
    [Fact]
    public void A_line_of_the_map_of_memory_is_read()
    {
        var file = ProcessMaps.Parse("7f0000001000-7f0000003000 r-xp 00002000 08:01 1234                       /opt/my node/bin/node");
        file.ShouldBe(new MemoryRegion(0x7f0000001000, 0x7f0000003000, true, false, 0x2000, "/opt/my node/bin/node"));
        file.IsFile.ShouldBeTrue();
        var anonymous = ProcessMaps.Parse("1000-2000 rw-p 00000000 00:00 0 ");
        anonymous.ShouldBe(new MemoryRegion(0x1000, 0x2000, true, true, 0, ""));
        anonymous.IsAnonymous.ShouldBeTrue();
        ProcessMaps.Parse("1000-2000 ---p 00000000 00:00 0                          [heap]").IsAnonymous.ShouldBeFalse();
    }

    [Fact]
    public void A_region_is_found_by_any_of_its_addresses()
    {
        MemoryRegion[] regions = [new(0x1000, 0x2000, true, true, 0, ""), new(0x3000, 0x4000, true, false, 0, "")];
        regions.Find(0x1000).ShouldBe(regions[0]);
        regions.Find(0x1fff).ShouldBe(regions[0]);
        regions.Find(0x2000).ShouldBeNull();
        regions.Find(0x3800).ShouldBe(regions[1]);
        regions.MayPointToData(0x1008).ShouldBeTrue();
        regions.MayPointToData(0x1004).ShouldBeFalse("it is not aligned");
        regions.MayPointToData(0x3000).ShouldBeFalse("it cannot be written to");
    }

    [Fact]
    public void A_block_of_global_handles_numbers_its_nodes()
    {
        var block = new ulong[1025];
        for (var node = 0; node < 256; node++) block[(node * 4) + 1] = (ulong)node << 16 | 0xffff_0000_0100_00ff;
        HandleFinder.IsNodeBlock(block).ShouldBeTrue();
        block[(77 * 4) + 1] = 0;
        HandleFinder.IsNodeBlock(block).ShouldBeFalse();
    }

    [Fact]
    public void A_return_address_within_a_collecting_function_shows_a_collection()
    {
        var detector = new CollectionDetector([new CodeRange(100, 200), new CodeRange(500, 600)]);
        detector.IsCollecting([1, 150, 900]).ShouldBeTrue();
        detector.IsCollecting([1, 100, 200, 300, 900]).ShouldBeFalse("no call is the first instruction, and none is behind the last");
        new CollectionDetector([]).IsCollecting([150]).ShouldBeFalse();
    }
}
