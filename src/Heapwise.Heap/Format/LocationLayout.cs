namespace Heapwise.Heap.Format;

internal sealed record LocationLayout(int Stride, int ObjectIndex, int ScriptId, int Line, int Column);
