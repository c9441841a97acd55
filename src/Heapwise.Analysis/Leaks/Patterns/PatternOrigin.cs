using Heapwise.Analysis.Leaks.Clusters;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>A cluster that a pattern found or recognized while it was built.</summary>
/// <param name="Pattern">The pattern.</param>
internal sealed record PatternOrigin(LeakPattern Pattern) : ClusterOrigin;
