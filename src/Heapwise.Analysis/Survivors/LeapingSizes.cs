namespace Heapwise.Analysis.Survivors;

/// <summary>
/// The size of an array's backing store grows in leaps: where it is full, V8 makes it half as large again. So a size says between which
/// two numbers of bytes the entries take, and sizes after each round say which steady rates agree with all of them. Source: V8's
/// <c>JSObject::NewElementsCapacity</c> (capacity + capacity / 2 + 16 elements).
/// </summary>
internal static class LeapingSizes
{
    /// <summary>Elements that a leap adds besides the half.</summary>
    private const int ExtraElements = 16;

    private const int BytesPerElement = 8;

    /// <summary>Shallow bytes of an empty array with its backing store.</summary>
    private const int EmptyBytes = 48;

    /// <summary>The lowest and highest rates that agree with all sizes, per unit of position; null where none above 0 does.</summary>
    /// <param name="sizes">Retained bytes of the array after each snapshot, the first included.</param>
    /// <param name="positions">Requests or seconds up to each snapshot, rising.</param>
    public static (double Min, double Max)? FindRates(IReadOnlyList<long> sizes, IReadOnlyList<double> positions)
    {
        double min = 0, max = double.MaxValue;
        for (var later = 1; later < sizes.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                var length = positions[later] - positions[earlier];
                min = Math.Max(min, (LeastIn(sizes[later]) - MostIn(sizes[earlier])) / length);
                max = Math.Min(max, (MostIn(sizes[later]) - LeastIn(sizes[earlier])) / length);
            }
        }

        return min > 0 && min <= max ? (min, max) : null;
    }

    private static double MostIn(long size) => Math.Max(0, size - EmptyBytes);

    /// <summary>What did not fit before the last leap.</summary>
    private static double LeastIn(long size) => Math.Max(0, (MostIn(size) - (ExtraElements * BytesPerElement)) / 1.5);
}
