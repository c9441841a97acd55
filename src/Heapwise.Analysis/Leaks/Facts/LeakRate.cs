using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks.Facts;

/// <summary>The rate at which a leak grows.</summary>
/// <param name="Basis">What it keeps pace with.</param>
/// <param name="Bytes">Bytes per request, second or usual round.</param>
/// <param name="Objects">What is put into the holder, likewise; null where growth leaves no objects.</param>
public sealed record LeakRate(RateBasis Basis, double Bytes, double? Objects);
