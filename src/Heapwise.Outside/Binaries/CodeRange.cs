namespace Heapwise.Outside.Binaries;

/// <summary>A function of the binary, where it is loaded.</summary>
/// <param name="Start">Its first instruction.</param>
/// <param name="End">Behind its last.</param>
internal readonly record struct CodeRange(ulong Start, ulong End)
{
    /// <summary>Whether an address is one that the function may have called from. A call is never its first instruction.</summary>
    public bool HoldsReturnAddress(ulong address) => address > Start && address < End;
}
