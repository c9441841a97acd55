using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Naming;

/// <summary>
/// V8's description of a scope: flags, counts, the names of variables that closures share, and then parts that may be there or not:
/// one word for each name, a class's, the function's name and place, an inferred name, and (before V8 13) the positions.
/// </summary>
internal sealed class ScopeInfos(HeapImage image, HeapLayout layout, ObjectMaps maps, ObjectBodies bodies)
{
    private const int SavedClassBit = 10;
    private const int FunctionVariableShift = 12;
    private const int InferredNameBit = 14;
    private const int HashEntryWords = 2;
    private const int InContext = 2;

    /// <summary>Variables that closures share; no more than the scope has words.</summary>
    public int LocalCountOf(uint scope) =>
        Math.Clamp(image.SmallIntegerAt(scope, HeapLayout.ScopeLocalCount), 0, bodies.Of(scope, maps.Of(scope)!).PointerWords);

    /// <summary>The word of the function's name; 0 if the scope has none.</summary>
    public ulong FunctionNameOf(uint scope)
    {
        if (FunctionVariableOf(scope) == 0) return 0;
        var name = image.WordAt(scope, AfterLocals(scope));
        return maps.OfTarget(name) is { IsString: true } ? name : 0;
    }

    /// <summary>The context slot that holds the function itself; null if none does.</summary>
    public int? FunctionContextSlotOf(uint scope) =>
        FunctionVariableOf(scope) == InContext ? image.SmallIntegerAt(scope, AfterLocals(scope) + 8) : null;

    public ulong InferredNameOf(uint scope) =>
        (FlagsOf(scope) >> InferredNameBit & 1) != 0 ? image.WordAt(scope, AfterFunction(scope)) : 0;

    /// <summary>Where the scope's function begins; null if it is not that of a function.</summary>
    public int? StartOf(uint scope)
    {
        if (layout.Version.HasPositionInScope) return image.SmallIntegerAt(scope, HeapLayout.ScopePositions);
        var at = AfterFunction(scope) + (int)((FlagsOf(scope) >> InferredNameBit & 1) * 8);
        return at + 16 <= bodies.Of(scope, maps.Of(scope)!).Bytes && (image.WordAt(scope, at) & 1) == 0
            ? image.SmallIntegerAt(scope, at)
            : null;
    }

    /// <summary>The names of a scope's variables, each with its number among them, from 0.</summary>
    public IEnumerable<(ulong Name, int Index)> LocalsOf(uint scope)
    {
        var count = LocalCountOf(scope);
        if (count < HeapLayout.MinHashedLocals)
        {
            for (var i = 0; i < count; i++) yield return (image.WordAt(scope, layout.ScopeFirstName + (i * 8)), i);
            yield break;
        }

        var word = image.WordAt(scope, layout.ScopeFirstName);
        if (maps.OfTarget(word) is not { } map) yield break;
        var table = image.Target(word);
        foreach (var entry in Dictionaries.EntriesOf(image, table, bodies.Of(table, map), HashEntryWords))
        {
            if (maps.OfTarget(image[entry]) is { IsString: true }) yield return (image[entry], image.SmallIntegerAt(entry, 8));
        }
    }

    private uint FlagsOf(uint scope)
    {
        var word = image.WordAt(scope, HeapLayout.ScopeFlags);
        return layout.Version.HasPositionInScope ? (uint)word : (uint)(word >> 32);
    }

    private uint FunctionVariableOf(uint scope) => FlagsOf(scope) >> FunctionVariableShift & 3;

    private int AfterLocals(uint scope)
    {
        var count = LocalCountOf(scope);
        var names = count < HeapLayout.MinHashedLocals ? 16 * count : 8 + (8 * count);
        return layout.ScopeFirstName + names + (int)((FlagsOf(scope) >> SavedClassBit & 1) * 8);
    }

    private int AfterFunction(uint scope) => AfterLocals(scope) + (FunctionVariableOf(scope) == 0 ? 0 : 16);
}
