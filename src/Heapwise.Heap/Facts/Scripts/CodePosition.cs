namespace Heapwise.Heap.Facts.Scripts;

/// <summary>A place in a program's code. Line and column count from 1. The path is V8's name of the script: a file path or URL, <c>node:…</c> for Node's own.</summary>
public sealed record CodePosition(string Path, int Line, int Column, string? Function)
{
    public override string ToString() => $"{Path}:{Line}:{Column}";
}
