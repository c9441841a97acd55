using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Locations;
using Heapwise.Heap;

namespace Heapwise.Analysis.Leaks.Stacks;

/// <summary>Adds to a diagnosis which calls of the program allocate what leaks.</summary>
public static class TracedLeaks
{
    /// <summary>
    /// The same leaks with their stacks, and with the locations that these show. Leaks of which the traced round left nothing stay as they
    /// are.
    /// </summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="traced">
    /// A later snapshot of the same process, written with allocation tracking, opened to keep its traces: see
    /// <see cref="HeapOpenOptions.KeepTraces"/>.
    /// </param>
    /// <param name="sources">The text of the program's scripts.</param>
    /// <param name="cancellation">Ends the passes early.</param>
    public static LeakDiagnosis Explain(
        LeakDiagnosis diagnosis, HeapSnapshot traced, ISourceTexts sources, CancellationToken cancellation = default)
    {
        var found = TracedSurvivorCalls.Find(traced, diagnosis.Leaks, cancellation);
        var code = new ProgramCode(traced, new SourceTexts(sources, new SnapshotSources(traced)));
        var locations = new TracedLocations(code, new LibraryUses(code, traced));
        return diagnosis with
        {
            Leaks = [.. diagnosis.Leaks.Select((leak, at) => found[at] is { } calls ? Explain(leak, calls, locations) : leak)],
        };
    }

    private static Leak Explain(Leak leak, TracedCalls calls, TracedLocations locations)
    {
        var holder = (leak.Holder as LeakHolder.HeapObject)?.Name;
        return leak with { Location = locations.Improve(leak.Location, calls, holder) with { Stack = locations.Describe(calls) } };
    }
}
