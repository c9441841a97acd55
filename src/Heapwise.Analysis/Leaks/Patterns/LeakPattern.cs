namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// What kind of leak it is, with the facts that only this kind has. The hierarchy is closed: one file per pattern, all of them listed in
/// <see cref="LeakPatterns"/>.
/// </summary>
public abstract record LeakPattern
{
    private protected LeakPattern()
    {
    }

    /// <summary>The name in reports and fingerprints, such as <c>event-listener</c>. It never changes.</summary>
    public abstract string Name { get; }

    /// <summary>Calls the visitor's method for this pattern.</summary>
    public abstract T Accept<T>(ILeakPatternVisitor<T> visitor);
}
