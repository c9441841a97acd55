namespace Heapwise.Heap;

/// <summary>Progress of opening a snapshot: the phase, in words for a person, and the fraction of all work done (0 to 1).</summary>
public readonly record struct OpenProgress(string Phase, double Fraction);
