using Heapwise.Analysis.Leaks.Clusters;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>
/// Streams that are done with and stay: responses whose body nobody reads, held by Node's open connections, and closed streams that a
/// container of the program keeps. Open ones in a container, such as a pool, are entries like others.
/// </summary>
public sealed class StreamRule : ILeakRule
{
    public string Pattern => "stream";

    public RuleAnswer Judge(LeakCluster cluster) => cluster.Stream is not null ? RuleAnswer.Yes : RuleAnswer.No;
}
