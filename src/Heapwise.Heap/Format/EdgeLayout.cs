namespace Heapwise.Heap.Format;

internal sealed record EdgeLayout(int Stride, int Type, int Name, int ToNode, byte[] TypeMap);
