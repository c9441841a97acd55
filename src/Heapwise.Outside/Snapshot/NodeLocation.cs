namespace Heapwise.Outside.Snapshot;

/// <summary>Where a node's function begins, or that of its constructor. Lines and columns count from 0.</summary>
internal readonly record struct NodeLocation(int Node, int ScriptId, int Line, int Column);
