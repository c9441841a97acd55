namespace Heapwise.Heap.Facts.Scripts;

/// <summary>
/// A position in a program's code; line and column are counted from 1. The path is V8's name of the script: a file path, a URL, or
/// <c>node:…</c> for Node's own scripts.
/// </summary>
public sealed record CodePosition(string Path, int Line, int Column, string? Function)
{
    public override string ToString() => $"{Path}:{Line}:{Column}";
}
