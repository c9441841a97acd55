namespace Heapwise.Outside.Roots;

/// <summary>Words that may be pointers to objects, of one kind.</summary>
internal sealed record RootWords(RootKind Kind, ulong[] Words);
