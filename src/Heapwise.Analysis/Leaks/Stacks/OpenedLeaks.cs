using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Locations;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Stacks;

/// <summary>Adds to a diagnosis which calls of the program open what is never closed.</summary>
public static class OpenedLeaks
{
    /// <summary>A stack with less of the openings may be somebody else's.</summary>
    private const double MinShare = 0.5;

    /// <summary>The same leaks; that of descriptors has its stack and the location of the call that leads to the opening.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="stacks">
    /// For each file that was opened in one more round and stayed open, the calls that led to it, the outermost first. A position is that
    /// of the call, not of the function.
    /// </param>
    /// <param name="sources">The text of the program's scripts.</param>
    public static LeakDiagnosis Explain(
        LeakDiagnosis diagnosis, IReadOnlyList<IReadOnlyList<TraceFunction>> stacks, ISourceTexts sources)
    {
        if (TracedCalls.FindMajority([.. stacks.Select(stack => (stack, 1))], MinShare) is not { Innermost: >= 0 } calls) return diagnosis;
        var code = new ProgramCode(() => [calls.Functions[calls.Innermost].Script], new SourceTexts([sources]));
        var locations = new TracedLocations(code, new LibraryUses(code, snapshot: null));
        var call = locations.LocationOfCall(TracedCalls.PositionOf(calls.Functions[calls.Innermost]));
        var stack = locations.DescribeCalls(calls);
        return diagnosis with
        {
            Leaks = [.. diagnosis.Leaks.Select(leak => leak.Pattern is DescriptorsPattern ? Explain(leak, call, stack) : leak)],
        };
    }

    private static Leak Explain(Leak leak, CodeLocation call, LeakStack stack) => leak with
    {
        Location = leak.Location with { Statement = call, Basis = LocationBasis.Statement, Stack = stack },
    };
}
