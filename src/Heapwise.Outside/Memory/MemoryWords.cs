using System.Runtime.InteropServices;

namespace Heapwise.Outside.Memory;

/// <summary>Memory as words of 8 bytes.</summary>
internal static class MemoryWords
{
    /// <summary>The words of a range; only those that could be read.</summary>
    public static ulong[] ReadWords(this ITargetMemory memory, ulong start, ulong end)
    {
        var words = new ulong[(end - start) / 8];
        var read = memory.Read(start, MemoryMarshal.AsBytes(words.AsSpan()));
        return read / 8 == words.Length ? words : words[..(read / 8)];
    }

    /// <summary>The same number of words at each address; an empty array where they cannot be read.</summary>
    public static ulong[][] ReadWordsEach(this ITargetMemory memory, IReadOnlyList<ulong> addresses, int count)
    {
        var bytes = new byte[addresses.Count * count * 8];
        var isRead = new bool[addresses.Count];
        memory.ReadEach([.. addresses], count * 8, bytes, isRead);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var result = new ulong[addresses.Count][];
        for (var i = 0; i < result.Length; i++) result[i] = isRead[i] ? words.Slice(i * count, count).ToArray() : [];
        return result;
    }
}
