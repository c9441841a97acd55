using Heapwise.Analysis.Leaks.Facts;

namespace Heapwise.Analysis.Leaks;

/// <summary>What looked like a leak until it stopped growing.</summary>
/// <param name="Holder">As the candidate named it.</param>
/// <param name="Entries">Entries in the last snapshot; null where it is no container, or no longer there.</param>
/// <param name="IsDrained">True where what had accumulated is gone again: it expires, or was work in progress.</param>
public sealed record BoundedHolder(LeakHolder Holder, long? Entries, bool IsDrained);
