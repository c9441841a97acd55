using System.Text;

namespace Heapwise.Tests.Outside;

/// <summary>
/// Writes a small 64-bit ELF file: a header, one loaded segment of numbers, and one symbol for each number, in <c>.dynsym</c> or
/// <c>.symtab</c>.
/// </summary>
internal static class TinyElf
{
    private const int HeaderBytes = 64;
    private const int SegmentBytes = 56;
    private const ulong LoadAddress = 0x400000;
    private const uint SymbolTable = 2;
    private const uint StringTable = 3;
    private const uint DynamicSymbols = 11;

    public static MemoryStream Write((string Name, int Value)[] dynamic, (string Name, int Value)[] all)
    {
        var file = new MemoryStream();
        var writer = new BinaryWriter(file);
        var data = HeaderBytes + SegmentBytes;
        var numbers = dynamic.Concat(all).ToArray();
        file.Position = data;
        foreach (var (_, value) in numbers) writer.Write(value);
        var sections = new List<(uint Type, long Offset, long Size, uint Link)>();
        WriteTable(writer, sections, DynamicSymbols, dynamic, LoadAddress);
        WriteTable(writer, sections, SymbolTable, all, LoadAddress + (ulong)(4 * dynamic.Length));
        var sectionsAt = file.Position;
        foreach (var section in sections) WriteSection(writer, section);
        WriteHeader(writer, sectionsAt, sections.Count);
        WriteSegment(writer, data, 4 * numbers.Length);
        file.Position = 0;
        return file;
    }

    private static void WriteTable(
        BinaryWriter writer, List<(uint Type, long Offset, long Size, uint Link)> sections, uint type, (string Name, int Value)[] symbols,
        ulong address)
    {
        var names = new MemoryStream();
        names.WriteByte(0);
        var at = writer.BaseStream.Position;
        foreach (var (name, _) in symbols)
        {
            writer.Write((uint)names.Position);
            writer.Write(0); // info, visibility, section
            writer.Write(address);
            writer.Write(4UL);
            names.Write(Encoding.ASCII.GetBytes(name + "\0"));
            address += 4;
        }

        sections.Add((type, at, writer.BaseStream.Position - at, (uint)sections.Count + 1));
        sections.Add((StringTable, writer.BaseStream.Position, names.Length, 0));
        writer.Write(names.ToArray());
    }

    private static void WriteSection(BinaryWriter writer, (uint Type, long Offset, long Size, uint Link) section)
    {
        writer.Write(0);
        writer.Write(section.Type);
        writer.Write(0UL);
        writer.Write(0UL);
        writer.Write(section.Offset);
        writer.Write(section.Size);
        writer.Write(section.Link);
        writer.Write(new byte[20]);
    }

    private static void WriteHeader(BinaryWriter writer, long sectionsAt, int sectionCount)
    {
        writer.BaseStream.Position = 0;
        writer.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]);
        writer.Write(new byte[9]);
        writer.Write((ushort)2); // may not be moved
        writer.Write((ushort)62);
        writer.Write(new byte[12]);
        writer.Write((ulong)HeaderBytes);
        writer.Write((ulong)sectionsAt);
        writer.Write(new byte[8]);
        writer.Write((ushort)1);
        writer.Write((ushort)64);
        writer.Write((ushort)sectionCount);
        writer.Write((ushort)0);
    }

    private static void WriteSegment(BinaryWriter writer, int offset, int length)
    {
        writer.BaseStream.Position = HeaderBytes;
        writer.Write(1);
        writer.Write(4);
        writer.Write((ulong)offset);
        writer.Write(LoadAddress);
        writer.Write(LoadAddress);
        writer.Write((ulong)length);
        writer.Write((ulong)length);
        writer.Write(4096UL);
    }
}
