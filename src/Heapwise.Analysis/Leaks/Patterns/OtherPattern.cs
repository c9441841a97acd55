namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>Growth that no pattern recognizes: reported with its evidence and its path.</summary>
/// <param name="Api">The part of Node's API that holds it; null where that is something else.</param>
public sealed record OtherPattern(NodeApi? Api = null) : LeakPattern
{
    public override string Name => "other";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}
