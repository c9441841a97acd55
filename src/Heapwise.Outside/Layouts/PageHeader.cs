namespace Heapwise.Outside.Layouts;

/// <summary>
/// The words at the beginning of a page of V8's heap, by number, which no metadata names. Since V8 13 most of them are in a record
/// outside the page, and the page's second word leads there.
/// </summary>
/// <param name="IsOutside">Whether the words below are in that record.</param>
/// <param name="Size">Bytes of the page with its header.</param>
/// <param name="Heap">Which heap it belongs to; 0 for read-only pages, which all heaps share.</param>
/// <param name="AreaStart">Where its objects begin.</param>
/// <param name="AreaEnd">Behind its last object.</param>
internal sealed record PageHeader(bool IsOutside, int Size, int Heap, int AreaStart, int AreaEnd)
{
    public const int Words = 20;

    /// <summary>Pages begin at multiples of this; those of large objects are longer.</summary>
    public const ulong Alignment = 1 << 18;

    /// <summary>The word of the page that leads to the record outside.</summary>
    public const int RecordWord = 1;

    private const ulong MaxHeaderBytes = 0x3000;
    private const ulong MinPageBytes = 0x1000;
    private const ulong MaxPageBytes = 1UL << 36;

    /// <summary>Whether the words describe a page that begins at an address, as random words do not.</summary>
    public bool Fits(ulong address, ReadOnlySpan<ulong> words)
    {
        var (size, start, end) = (words[Size], words[AreaStart], words[AreaEnd]);
        return size is >= MinPageBytes and < MaxPageBytes && start > address && start < address + MaxHeaderBytes
            && end > start && end <= address + size;
    }
}
