namespace Heapwise.Outside.Binaries;

/// <summary>A part of a binary that is loaded into memory, or of memory that a core file kept.</summary>
/// <param name="Address">Where it wants to be.</param>
/// <param name="Offset">Where it is in the file.</param>
/// <param name="FileSize">How many of its bytes the file has; the rest begins as zeros.</param>
/// <param name="MemorySize">Its bytes in memory.</param>
/// <param name="Rights">What a program may do there: 4 to read, 2 to write, 1 to execute.</param>
internal readonly record struct ElfSegment(ulong Address, ulong Offset, ulong FileSize, ulong MemorySize, uint Rights)
{
    private const uint MayRead = 4;
    private const uint MayWrite = 2;

    public ulong End => Address + MemorySize;

    public bool IsReadable => (Rights & MayRead) != 0;

    public bool IsWritable => (Rights & MayWrite) != 0;
}
