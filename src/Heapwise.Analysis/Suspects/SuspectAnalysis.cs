using Heapwise.Analysis.Locations;
using Heapwise.Heap;

namespace Heapwise.Analysis.Suspects;

/// <summary>Leak suspects of a single snapshot.</summary>
public static class SuspectAnalysis
{
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="sources">The text of the program's scripts; null: those that the snapshot holds in full.</param>
    /// <param name="ignored">Fingerprints of suspects that do not count; null: none.</param>
    /// <param name="cancellation">Ends the passes early.</param>
    public static SuspectFindings Analyze(
        HeapSnapshot snapshot,
        ISourceTexts? sources = null,
        IReadOnlySet<string>? ignored = null,
        CancellationToken cancellation = default)
    {
        var own = new SnapshotSources(snapshot);
        var texts = new SourceTexts(sources is null ? [own] : [sources, own]);
        return new SuspectSearch(snapshot, new ProgramCode(snapshot, texts), ignored ?? new HashSet<string>(), cancellation).Find();
    }
}
