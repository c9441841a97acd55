namespace Heapwise.Server.Snapshots;

/// <summary>
/// Sorts nodes by a number: a stable radix sort from the lowest digit, 11 bits at a time, as many passes as the largest number needs. Sizes
/// of objects in a heap of 600 MB take three, so millions of rows are in order within a tenth of a second, where a comparison sort takes a
/// second. Equal numbers stay in file order in both directions. Memory: 24 bytes a node for the time of the call.
/// </summary>
internal static class RadixOrder
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    /// <summary>Sorts the nodes in place.</summary>
    /// <param name="nodes">Positions of nodes, in file order.</param>
    /// <param name="keys">A number of each, 0 or above; used up.</param>
    /// <param name="isAscending">Whether the smallest is first.</param>
    public static void Sort(int[] nodes, long[] keys, bool isAscending)
    {
        var max = 0L;
        foreach (var key in keys) max = Math.Max(max, key);
        if (!isAscending)
        {
            for (var i = 0; i < keys.Length; i++) keys[i] = max - keys[i];
        }

        var (from, fromKeys) = (nodes, keys);
        var (to, toKeys) = (new int[nodes.Length], new long[nodes.Length]);
        for (var shift = 0; shift < 64 && max >> shift > 0; shift += DigitBits)
        {
            Pass(from, fromKeys, to, toKeys, shift);
            (from, to) = (to, from);
            (fromKeys, toKeys) = (toKeys, fromKeys);
        }

        if (from != nodes) from.CopyTo(nodes, 0);
    }

    private static void Pass(int[] from, long[] fromKeys, int[] to, long[] toKeys, int shift)
    {
        var next = new int[Digits + 1];
        foreach (var key in fromKeys) next[((key >> shift) & (Digits - 1)) + 1]++;
        for (var digit = 1; digit < next.Length; digit++) next[digit] += next[digit - 1];
        for (var i = 0; i < from.Length; i++)
        {
            var at = next[(fromKeys[i] >> shift) & (Digits - 1)]++;
            to[at] = from[i];
            toKeys[at] = fromKeys[i];
        }
    }
}
