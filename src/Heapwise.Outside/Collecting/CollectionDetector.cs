using Heapwise.Outside.Binaries;

namespace Heapwise.Outside.Collecting;

/// <summary>
/// Whether a thread was stopped inside a collection of garbage. While V8 evacuates, objects are in two places, or in none. It is
/// seen on the stack: one of V8's functions that collect has yet to be returned to. Marking, which V8 does in between, does no harm.
/// </summary>
internal sealed class CollectionDetector(IReadOnlyList<CodeRange> collectingCode)
{
    /// <summary>Looks at the registers and the stack. Linear in the words times the functions, of which there are about ten.</summary>
    public bool IsCollecting(ReadOnlySpan<ulong> stack)
    {
        if (collectingCode.Count == 0) return false;
        var lowest = collectingCode.Min(code => code.Start);
        var highest = collectingCode.Max(code => code.End);
        foreach (var word in stack)
        {
            if (word <= lowest || word >= highest) continue;
            foreach (var code in collectingCode)
            {
                if (code.HoldsReturnAddress(word)) return true;
            }
        }

        return false;
    }
}
