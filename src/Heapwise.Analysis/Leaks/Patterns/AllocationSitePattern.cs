namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// What a function of the program allocates stays in memory; no snapshot shows what holds it.
/// </summary>
/// <param name="BuffersPerRound">Bytes of ArrayBuffers among it in a usual round; 0 where they do not grow.</param>
public sealed record AllocationSitePattern(double BuffersPerRound) : LeakPattern
{
    public override string Name => "allocation-site";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}
