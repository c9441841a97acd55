using Heapwise.Analysis.Locations;

namespace Heapwise.Analysis.Leaks.Facts;

/// <summary>
/// A bound that the program's code gives a holder and that the run did not reach. Until it does, a cache that fills cannot be told from a
/// leak.
/// </summary>
/// <param name="At">The code.</param>
public abstract record LeakBound(CodeLocation At)
{
    /// <summary>By the number of entries.</summary>
    /// <param name="At">The code.</param>
    /// <param name="Limit">The most that it allows; null where the text does not say.</param>
    /// <param name="Entries">Entries in the last snapshot; null where there is none.</param>
    public sealed record Size(CodeLocation At, double? Limit, long? Entries) : LeakBound(At);

    /// <summary>By the age of the entries.</summary>
    public sealed record Age(CodeLocation At) : LeakBound(At);
}
