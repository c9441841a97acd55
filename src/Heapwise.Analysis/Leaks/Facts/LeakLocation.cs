using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Paths;

namespace Heapwise.Analysis.Leaks.Facts;

/// <summary>Where in the program a leak is made.</summary>
/// <param name="Statement">The statement that makes the holder grow, or the nearest location that is known.</param>
/// <param name="Declaration">Where the holder is declared, if that is another location.</param>
public sealed record LeakLocation(CodeLocation? Statement, CodeLocation? Declaration)
{
    public static LeakLocation Unknown { get; } = new(null, null);
}

/// <summary>One step of the path to a leaked object.</summary>
/// <param name="Step">The step.</param>
/// <param name="Location">Where the object's code is, in the source that people wrote.</param>
public sealed record LeakPathStep(PathStep Step, CodeLocation? Location);
