using Heapwise.Outside.Binaries;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Outside;

public sealed class ElfFileTests
{
    private const string Metadata = "v8dbg_SmiTag";

    [Fact]
    public void Symbols_come_from_both_tables()
    {
        using var elf = new ElfFile(TinyElf.Write([(Metadata, 7), ("main", 1)], [("hidden", 3)]));
        elf.Symbols(_ => true).Select(symbol => symbol.Name).ShouldBe([Metadata, "main", "hidden"]);
    }

    [Fact]
    public void Only_wanted_symbols_are_made()
    {
        using var elf = new ElfFile(TinyElf.Write([(Metadata, 7), ("main", 1)], []));
        elf.Symbols(name => name.Span.StartsWith("v8dbg_"u8)).ShouldHaveSingleItem().Name.ShouldBe(Metadata);
    }

    [Fact]
    public void A_number_is_read_where_its_segment_is_in_the_file()
    {
        using var elf = new ElfFile(TinyElf.Write([(Metadata, -5)], []));
        elf.ReadInt32(elf.Symbols(_ => true).Single().Address).ShouldBe(-5);
        elf.ReadInt32(0xdead0000).ShouldBe(0, "memory that the file does not have begins as zeros");
    }

    [Fact]
    public void Constants_are_the_metadata_of_the_binary()
    {
        using var elf = new ElfFile(TinyElf.Write([("v8dbg_class_Map__prototype__Tagged_JSPrototype_", 24), ("main", 1)], []));
        var constants = NodeBinary.ReadConstants(elf);
        constants.Count.ShouldBe(1);
        constants.Field("Map.prototype").ShouldBe(24);
    }

    [Fact]
    public void What_is_no_ELF_file_is_refused() =>
        Should.Throw<InvalidDataException>(() => new ElfFile(new MemoryStream(new byte[200])));

    /// <summary>No cut makes it read beyond the file or allocate for it.</summary>
    [Fact]
    public void A_file_that_is_cut_anywhere_is_refused_or_has_fewer_symbols()
    {
        var whole = TinyElf.Write([(Metadata, 7)], [("hidden", 3)]).ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                using var elf = new ElfFile(new MemoryStream(whole[..length]));
                elf.Symbols(_ => true).Count().ShouldBeLessThanOrEqualTo(2);
            }
            catch (InvalidDataException problem)
            {
                problem.Message.ShouldContain("ELF");
            }
        }
    }
}
