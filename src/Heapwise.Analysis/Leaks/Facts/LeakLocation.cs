using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Paths;

namespace Heapwise.Analysis.Leaks.Facts;

/// <summary>Where in the program a leak is made.</summary>
/// <param name="Statement">The statement that makes the holder grow, or the nearest location that is known.</param>
/// <param name="Declaration">Where the holder is declared, if that is another location.</param>
public sealed record LeakLocation(CodeLocation? Statement, CodeLocation? Declaration)
{
    public static LeakLocation Unknown { get; } = new(null, null) { Basis = LocationBasis.Nearest };

    /// <summary>How the statement was found.</summary>
    public LocationBasis Basis { get; init; }

    /// <summary>The calls that allocate what leaks; null where they were not recorded.</summary>
    public LeakStack? Stack { get; init; }
}

/// <summary>How the location of a leak was found, the best first.</summary>
public enum LocationBasis
{
    /// <summary>The code puts the objects there, or makes them.</summary>
    Statement,

    /// <summary>One of the calls that may put them there.</summary>
    Likely,

    /// <summary>Nothing shows what puts them there: a declaration, or code nearby.</summary>
    Nearest,
}

/// <summary>One step of the path to a leaked object.</summary>
/// <param name="Step">The step.</param>
/// <param name="Location">Where the object's code is, in the source that people wrote.</param>
public sealed record LeakPathStep(PathStep Step, CodeLocation? Location);
