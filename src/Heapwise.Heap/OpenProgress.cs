namespace Heapwise.Heap;

/// <summary>How far opening has come: the phase in words for a person, and the share of all work done (0 to 1).</summary>
public readonly record struct OpenProgress(string Phase, double Fraction);
