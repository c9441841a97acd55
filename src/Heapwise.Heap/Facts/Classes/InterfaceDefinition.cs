namespace Heapwise.Heap.Facts.Classes;

/// <summary>A set of property names that many plain objects share, named <c>{a, b}</c>.</summary>
public sealed record InterfaceDefinition(string Name, IReadOnlyList<string> Properties, int Count);
