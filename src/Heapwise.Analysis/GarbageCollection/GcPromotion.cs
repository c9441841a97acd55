namespace Heapwise.Analysis.GarbageCollection;

/// <summary>What collections moved to the old generation.</summary>
/// <param name="Bytes">By collections of any kind.</param>
/// <param name="YoungShare">By young collections, as a share of what was allocated, 0 to 1; null if that is not known.</param>
public sealed record GcPromotion(long Bytes, double? YoungShare);
