namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>Growth that no pattern recognizes: reported with its evidence and its path.</summary>
public sealed record OtherPattern : LeakPattern
{
    public override string Name => "other";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}
