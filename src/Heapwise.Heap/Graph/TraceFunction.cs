namespace Heapwise.Heap.Graph;

/// <summary>A function that allocated. Name and script are V8's, and empty if it has none.</summary>
/// <param name="Line">Line where the function begins, from 1; 0 if V8 does not know it.</param>
/// <param name="Column">Column where it begins, from 1; 0 if V8 does not know it.</param>
public sealed record TraceFunction(string Name, string Script, int Line, int Column);
