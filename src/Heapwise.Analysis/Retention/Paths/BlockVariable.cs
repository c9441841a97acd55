namespace Heapwise.Analysis.Retention.Paths;

/// <summary>
/// A variable of a block, by its slot. V8 writes no edge for a slot that holds a small integer and numbers the others in order, so where
/// there are fewer numbers than names, a slot may be one of several variables.
/// </summary>
/// <param name="Names">The variables of the block that inner functions use, in the order of their slots.</param>
/// <param name="Number">V8's number of the slot among those that are no small integers.</param>
/// <param name="Count">Slots that are known to be no small integers.</param>
public sealed record BlockVariable(IReadOnlyList<string> Names, int Number, int Count)
{
    /// <summary>The variable; null where it may be one of several.</summary>
    public string? Name => Candidates is [var only] ? only : null;

    /// <summary>The variables that it may be: those after which enough others are left, and before which enough are.</summary>
    public IReadOnlyList<string> Candidates => [.. Names.Skip(Number).Take(Names.Count - Count + 1)];

    /// <summary>The same without variables that hold small integers.</summary>
    public BlockVariable Without(Func<string, bool> holdsInteger)
    {
        var others = Names.Where(name => !holdsInteger(name)).ToList();
        return others.Count >= Count ? this with { Names = others } : this;
    }
}
