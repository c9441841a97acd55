namespace Heapwise.Heap.Format;

/// <summary>What to do about an input that cannot be read: the closing sentence of its error.</summary>
internal static class Advice
{
    public const string Damaged = "The file is damaged: take the snapshot again or copy it again.";
    public const string CutOff = "The file is cut off: the capture was interrupted or the copy is incomplete; take or copy it again.";
    public const string NotASnapshot = "Give a .heapsnapshot file as Node's v8.writeHeapSnapshot(), DevTools or 'heapwise snapshot' write it.";
}
