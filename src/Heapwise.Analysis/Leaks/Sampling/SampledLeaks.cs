using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Leaks.Stacks;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Sampling;

/// <summary>Makes a leak of a function whose allocations stay alive.</summary>
internal sealed class SampledLeaks(
    LiveCalls calls, SnapshotIntervals intervals, long intervalBytes, ProgramCode code)
{
    private readonly LibraryUses _libraries = new(code, snapshot: null);

    /// <param name="growing">The function.</param>
    /// <param name="bufferBytes">Memory of ArrayBuffers that it gained; no sample sees that.</param>
    /// <param name="confidence">How sure it is.</param>
    public Leak Build(GrowingCall growing, long bufferBytes, Confidence confidence)
    {
        var chain = calls.ChainOf(growing.At);
        var stack = StackOf(growing);
        var location = Locate(chain, stack);
        var holder = new LeakHolder.Unseen(location.Statement?.Function, location.Statement?.File ?? chain[^1].File);
        var bound = location.Statement is { } statement ? LeakBounds.FindAt(code, statement, intervals.TotalRequests ?? 0) : null;
        var pattern = new AllocationSitePattern(bufferBytes / intervals.UsualRoundsOf(growing.Steadiness.Basis));
        return new Leak
        {
            JoinedHolders = [],
            Fingerprint = Fingerprint.OfAllocation(pattern, holder),
            Pattern = pattern,
            Holder = holder,
            Growth = GrowthOf(growing, bufferBytes),
            Confidence = bound is null ? confidence : Confidence.Low,
            Bound = bound,
            Evidence = new LeakEvidence.LiveSamples([.. growing.Call.Samples], intervalBytes, growing.Steadiness),
            IsLookedUp = false,
            Path = [],
            Location = location with { Stack = new TracedLocations(code, _libraries).Describe(stack) with { IsSampled = true } },
            Function = null,
        };
    }

    private LeakGrowth GrowthOf(GrowingCall growing, long bufferBytes)
    {
        var rounds = intervals.UsualRoundsOf(growing.Steadiness.Basis);
        var bytes = growing.Call.Bytes.Sum() + bufferBytes;
        var units = intervals.TotalOf(growing.Steadiness.Basis);
        return new LeakGrowth(
            bytes,
            bytes / rounds,
            intervals.TotalRequests is { } requests ? bytes / (double)requests : null,
            new LeakRate(growing.Steadiness.Basis, bytes / units, null),
            [],
            null);
    }

    private TracedCalls StackOf(GrowingCall growing)
    {
        var frames = calls.LargestStackOf(growing.At);
        if (frames.Count == 0) frames = calls.ChainOf(growing.At);
        var functions = frames
            .Where(frame => frame.File.Length > 0)
            .Select(frame => new TraceFunction(frame.Function, frame.File, frame.Line, frame.Column));
        return new TracedCalls([.. functions], (int)growing.Call.Samples.Sum(), 1);
    }

    /// <summary>
    /// The statement that puts the objects into what outlives the call: in the function that allocates, in one that it calls and that V8
    /// may have inlined, or in the nearest of those that call it; before the last, the call of a library that allocates. Where no text
    /// shows any of these, where the function begins.
    /// </summary>
    private LeakLocation Locate(IReadOnlyList<AllocationFrame> chain, TracedCalls stack)
    {
        var innermost = PositionOf(chain[^1]);
        if (FindGrowth(innermost) is { } own) return At(FindGiver(chain) ?? own);
        var called = stack.Innermost >= 0 && stack.Innermost + 1 < stack.Functions.Count ? stack.Functions[stack.Innermost + 1] : null;
        if (called is null || CodeOrigin.OwnerOf(called.Script) != CodeOwner.Library)
        {
            foreach (var caller in chain.Reverse().Skip(1))
                if (FindGrowth(PositionOf(caller)) is { } statement) return At(statement);
        }

        var improved = new TracedLocations(code, _libraries).Improve(LeakLocation.Unknown, stack, holder: null);
        return improved.Statement is null ? At(CodeLocation.From(innermost)) : improved;
    }

    /// <summary>Where the caller gives the innermost function another one that it puts away: a listener is its giver's.</summary>
    private CodeLocation? FindGiver(IReadOnlyList<AllocationFrame> chain) => chain is [.., var caller, { Function.Length: > 0 } taker]
        ? code.FindRegistrationIn(PositionOf(caller), taker.Function)
        : null;

    private CodeLocation? FindGrowth(CodePosition function) => code.FindGrowthIn(function) ?? code.FindGrowthCalledBy(function);

    private static LeakLocation At(CodeLocation statement) => new(statement, null) { Basis = LocationBasis.Likely };

    private static CodePosition PositionOf(AllocationFrame frame) =>
        new(frame.File, frame.Line, frame.Column, frame.Function.Length > 0 ? frame.Function : null);
}
