namespace Heapwise.Outside.Memory;

/// <summary>
/// The memory that is read: that of a process, or what a core file kept of it. Nothing is ever written. Reading never throws for an
/// address that is not there: callers follow pointers that may lead nowhere.
/// </summary>
public interface ITargetMemory
{
    /// <summary>What is mapped, in the order of addresses, as of the last <see cref="Refresh"/>.</summary>
    IReadOnlyList<MemoryRegion> Regions { get; }

    /// <summary>Reads the list of regions again.</summary>
    void Refresh();

    /// <summary>Reads from an address on. Returns the bytes read, which are fewer, or none, where memory ends.</summary>
    int Read(ulong address, Span<byte> destination);

    /// <summary>
    /// The addresses, which ascend, without those in pages that the target has never written to. To read such a page gives the target
    /// page tables for it, which count for its memory.
    /// </summary>
    List<ulong> KeepTouched(List<ulong> addresses);

    /// <summary>Reads a record of the same length at each address, in far fewer system calls than one for each.</summary>
    /// <param name="addresses">Where the records begin.</param>
    /// <param name="length">Bytes of each.</param>
    /// <param name="destination">The records, one after the other.</param>
    /// <param name="isRead">Whether each could be read whole.</param>
    void ReadEach(ReadOnlySpan<ulong> addresses, int length, Span<byte> destination, Span<bool> isRead);
}
