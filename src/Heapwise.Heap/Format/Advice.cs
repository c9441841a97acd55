namespace Heapwise.Heap.Format;

/// <summary>What to do about an input that cannot be read: the last sentence of its error.</summary>
internal static class Advice
{
    public const string Damaged = "The file is damaged: take the snapshot again or copy it again.";
    public const string CutOff = "The file is cut off: the capture was interrupted or the copy is incomplete; take or copy it again.";
    public const string DamagedGzip = "Copy the file again, or decompress it with 'gzip -dc' to see how much of it is intact.";
    public const string Empty = "A capture that was killed leaves such a file: take the snapshot again.";

    public const string NotASnapshot =
        "Provide a .heapsnapshot file written by Node's v8.writeHeapSnapshot(), Chrome DevTools or 'heapwise snapshot'.";
}
