using System.Diagnostics.CodeAnalysis;
using Heapwise.Analysis.Reports;

namespace Heapwise.Server.Watching;

/// <summary>A watched process with its readings.</summary>
public sealed record LiveState : LiveStatus
{
    [SetsRequiredMembers]
    internal LiveState(LiveStatus status, IReadOnlyList<WatchSampleReport> samples)
        : base(status) => Samples = samples;

    /// <summary>One a second, the earliest first, at most an hour.</summary>
    public IReadOnlyList<WatchSampleReport> Samples { get; }
}
