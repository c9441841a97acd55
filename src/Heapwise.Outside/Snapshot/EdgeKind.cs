namespace Heapwise.Outside.Snapshot;

/// <summary>The types of edges, in the order in which the file's head lists them.</summary>
internal enum EdgeKind : byte
{
    Context,
    Element,
    Property,
    Internal,
    Hidden,
    Shortcut,
    Weak,
}
