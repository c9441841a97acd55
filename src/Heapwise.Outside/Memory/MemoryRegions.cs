namespace Heapwise.Outside.Memory;

/// <summary>Look-ups in a list of regions.</summary>
internal static class MemoryRegions
{
    /// <summary>The region that holds an address; null if none does. Logarithmic.</summary>
    public static MemoryRegion? Find(this IReadOnlyList<MemoryRegion> regions, ulong address)
    {
        var (low, high) = (0, regions.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (address < regions[middle].Start) high = middle - 1;
            else if (address >= regions[middle].End) low = middle + 1;
            else return regions[middle];
        }

        return null;
    }

    /// <summary>Whether a word may be a pointer to memory that a program has allocated: aligned, mapped and writable.</summary>
    public static bool MayPointToData(this IReadOnlyList<MemoryRegion> regions, ulong word) =>
        word % 8 == 0 && word != 0 && regions.Find(word) is { IsWritable: true };
}
