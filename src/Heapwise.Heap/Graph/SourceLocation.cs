namespace Heapwise.Heap.Graph;

/// <summary>A script position as V8 writes it: line and column count from 0.</summary>
public readonly record struct SourceLocation(int ScriptId, int Line, int Column);
