using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Naming;

/// <summary>
/// V8's hash tables of properties. They begin with three counts, the last of which is the room for entries, and fill the array to
/// its end; what is between differs by version and needs not be known.
/// </summary>
internal static class Dictionaries
{
    private const int CapacityIndex = 2;
    private const int MaxCapacity = 1 << 28;

    /// <summary>The slots of the entries of a table, of which many are empty.</summary>
    /// <param name="image">The heap.</param>
    /// <param name="table">The table.</param>
    /// <param name="body">Its extent.</param>
    /// <param name="entryWords">Words of each entry.</param>
    public static IEnumerable<uint> EntriesOf(HeapImage image, uint table, ObjectBody body, int entryWords)
    {
        var capacity = image.SmallIntegerAt(table, HeapLayout.Items + (8 * CapacityIndex));
        var first = body.PointerWords - ((long)capacity * entryWords);
        if (capacity is < 0 or > MaxCapacity || first < HeapLayout.Items / 8) yield break;
        for (var i = 0; i < capacity; i++) yield return table + (uint)(first + ((long)i * entryWords));
    }
}
