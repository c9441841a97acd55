namespace Heapwise.Heap.Graph;

/// <summary>A function that allocated. Name and script are as V8 has them, empty where there is none.</summary>
/// <param name="Line">Where the function begins, from 1; 0 where V8 does not know.</param>
/// <param name="Column">From 1; 0 where V8 does not know.</param>
public sealed record TraceFunction(string Name, string Script, int Line, int Column);
