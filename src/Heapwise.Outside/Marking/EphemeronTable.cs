using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;

namespace Heapwise.Outside.Marking;

/// <summary>The table of a <c>WeakMap</c> or <c>WeakSet</c>: pairs of a key and a value, after three counts.</summary>
internal static class EphemeronTable
{
    private const int FirstPair = (HeapLayout.Items / 8) + 3;

    /// <summary>Words of the table that are no pairs.</summary>
    public const int HeaderWords = FirstPair;

    /// <summary>The words at which the keys are, by number from the table's first.</summary>
    public static IEnumerable<int> KeysOf(ObjectBody table)
    {
        for (var key = FirstPair; key + 1 < table.PointerWords; key += 2) yield return key;
    }
}
