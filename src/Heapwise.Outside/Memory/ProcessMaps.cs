using System.Globalization;

namespace Heapwise.Outside.Memory;

/// <summary>Reads <c>/proc/PID/maps</c>, whose lines look like <c>7f00-7f10 r--p 00001000 08:01 1234   /usr/bin/node</c>.</summary>
internal static class ProcessMaps
{
    public static List<MemoryRegion> Read(int processId)
    {
        var regions = new List<MemoryRegion>(256);
        using var reader = new StreamReader($"/proc/{processId}/maps");
        while (reader.ReadLine() is { } line) regions.Add(Parse(line));
        return regions;
    }

    public static MemoryRegion Parse(ReadOnlySpan<char> line)
    {
        var dash = line.IndexOf('-');
        var start = Hex(line[..dash]);
        line = line[(dash + 1)..];
        var end = Hex(Next(ref line));
        var permissions = Next(ref line);
        var offset = Hex(Next(ref line));
        Next(ref line); // device
        Next(ref line); // inode
        var name = line.Trim(' ');
        return new MemoryRegion(start, end, permissions[0] == 'r', permissions[1] == 'w', offset, name.IsEmpty ? "" : name.ToString());
    }

    private static ulong Hex(ReadOnlySpan<char> text) => ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> line)
    {
        line = line.TrimStart(' ');
        var end = line.IndexOf(' ');
        if (end < 0) end = line.Length;
        var word = line[..end];
        line = line[end..];
        return word;
    }
}
