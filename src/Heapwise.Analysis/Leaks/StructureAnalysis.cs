using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Structure;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// What a snapshot holds more of than those of other processes, found by the same search as leaks. It proves no leak: a process that holds
/// more may only have had more to do. So no finding is of high confidence, and the verdict is always inconclusive.
/// </summary>
public static class StructureAnalysis
{
    /// <summary>Less is within what two processes of one program differ by.</summary>
    private const long MinBytes = 4_096;

    /// <param name="target">The files.</param>
    /// <param name="rounds">A round for each file.</param>
    /// <param name="earlier">What was kept of all files but the last, in order; at least one.</param>
    /// <param name="last">The last snapshot.</param>
    /// <param name="options">What is known besides.</param>
    /// <param name="cancellation">Ends the passes early.</param>
    public static LeakDiagnosis Analyze(
        DiagnosisTarget.Files target,
        IReadOnlyList<Round> rounds,
        IReadOnlyList<StructureCensus> earlier,
        HeapSnapshot last,
        AnalysisOptions options,
        CancellationToken cancellation = default)
    {
        var all = FindLeaks(target, rounds, earlier, last, options, cancellation);
        var leaks = all.Where(leak => !options.Ignored.Contains(leak.Fingerprint)).ToList();
        return new LeakDiagnosis
        {
            Target = target,
            ComparedBy = ComparedBy.Structure,
            Verdict = Verdict.Inconclusive,
            Reason = new VerdictReason.OnlyByStructure(leaks.Count, target.First, target.Last, options.IsStructureAsked),
            Rounds = rounds,
            BytesPerRound = leaks.Sum(leak => leak.Growth.BytesPerRound),
            Trends = MeasureTrend.FindAll(rounds),
            Leaks = leaks,
            Bounded = [],
            Ignored = [.. all.Except(leaks)],
        };
    }

    private static List<Leak> FindLeaks(
        DiagnosisTarget.Files target,
        IReadOnlyList<Round> rounds,
        IReadOnlyList<StructureCensus> earlier,
        HeapSnapshot last,
        AnalysisOptions options,
        CancellationToken cancellation)
    {
        var intervals = new SnapshotIntervals([.. earlier.Select(_ => (int?)null)]) { IsLoadUnknown = true };
        using var births = BirthsByStructure.Find(last, earlier, cancellation);
        List<ISourceTexts> sources = [new SnapshotSources(last)];
        if (options.Sources is { } given) sources.Insert(0, given);
        var texts = new SourceTexts(sources);
        var search = new LeakSearch(births, intervals, new ProgramCode(last, texts), options.ViewLengths);
        var mostSure = earlier.Count > 1 ? Confidence.Medium : Confidence.Low;
        return
        [
            .. search.Find(rounds, [], [], cancellation)
                .Where(leak => leak.Growth.Bytes >= MinBytes && !IsOfRuntime(leak))
                .OrderByDescending(leak => leak.Growth.Bytes)
                .Select(leak => leak with
                {
                    Confidence = leak.Bound is null ? mostSure : Confidence.Low,
                    Evidence = HeldMore(target, leak),
                }),
        ];
    }

    /// <summary>
    /// Node's own tables, which differ with what it has loaded. What a program does to Node has a pattern, or a name of its API.
    /// </summary>
    private static bool IsOfRuntime(Leak leak)
    {
        if (leak.Holder is not LeakHolder.HeapObject { Name: var name }) return false;
        var isPlain = leak.Pattern is OtherPattern or UnboundedCachePattern or GrowingCollectionPattern { Api: null };
        var hasObjects = leak.Evidence is LeakEvidence.BornObjects;
        return isPlain && name.Library is null or "node" && !(name.IsOfProgram && (hasObjects || name.Library is null));
    }

    private static LeakEvidence.HeldMore HeldMore(DiagnosisTarget.Files target, Leak leak) => leak.Evidence switch
    {
        LeakEvidence.RetainedBytes retained => new(target.First, target.Last, retained.Grown, AreBytes: true),
        LeakEvidence.BornObjects born => new(target.First, target.Last, leak.Growth.Entry?.Born ?? born.Born, AreBytes: false),
        _ => new(target.First, target.Last, [leak.Growth.Bytes], AreBytes: true),
    };
}
