using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Leaks.Facts;

/// <summary>The calls that allocate what leaks, as V8 recorded them in a round of their own.</summary>
/// <param name="Frames">
/// From the program's first function to the one that allocates; where no function of the program is on the stack, all of them.
/// </param>
/// <param name="Objects">Leaked objects of that round whose stack is known.</param>
/// <param name="Share">The part of them that these calls allocate.</param>
public sealed record LeakStack(IReadOnlyList<LeakStackFrame> Frames, int Objects, double Share)
{
    /// <summary>True where V8 sampled allocations instead of recording all: then samples take the place of objects.</summary>
    public bool IsSampled { get; init; }
}

/// <summary>A function of the program, or several in a row of one library or of Node.</summary>
/// <param name="Function">The function, of several the first; null for one without a name.</param>
/// <param name="Location">Where it begins, in the source that people wrote.</param>
/// <param name="Owner">Whose code it is.</param>
/// <param name="Library">The package; null for the program's code and for Node's.</param>
/// <param name="Functions">How many functions this stands for.</param>
public sealed record LeakStackFrame(string? Function, CodeLocation Location, CodeOwner Owner, string? Library, int Functions);
