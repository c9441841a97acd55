using System.Diagnostics.CodeAnalysis;
using Heapwise.Analysis.Reports;

namespace Heapwise.Server.Watching;

/// <summary>What is new of a watched process.</summary>
public sealed record LiveNews : LiveStatus
{
    [SetsRequiredMembers]
    internal LiveNews(LiveStatus status, WatchSampleReport? sample)
        : base(status) => Sample = sample;

    /// <summary>The latest reading; null where something else is new.</summary>
    public WatchSampleReport? Sample { get; }
}
