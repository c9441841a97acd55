using Heapwise.Analysis.Language;
using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>What the program did in the rounds after the baseline.</summary>
public sealed record ActivityReport
{
    /// <summary>Requests that the run sent; null where they were not counted.</summary>
    public required int? Requests { get; init; }

    /// <summary>How many were answered with which status; null where that is not known.</summary>
    public required IReadOnlyDictionary<string, int>? Statuses { get; init; }

    /// <summary>Requests that failed or were answered with an error.</summary>
    public required int Failures { get; init; }

    /// <summary>Allocated in the heap; before Node 26 no less than this.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>How long all that took.</summary>
    public required double Seconds { get; init; }

    /// <summary>The share of that time in which the event loop was busy, from 0 to 1.</summary>
    public required double LoopUtilization { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Summary { get; init; }

    public static ActivityReport From(ProgramActivity activity, RunLoad? load, ReportLanguage language) => new()
    {
        Requests = activity.Requests,
        Statuses = activity.Statuses?.ToDictionary(row => $"{row.Key}", row => row.Value, StringComparer.Ordinal),
        Failures = activity.Failures,
        AllocatedBytes = activity.AllocatedBytes,
        Seconds = Math.Round(activity.Seconds, 2),
        LoopUtilization = Math.Round(activity.LoopUtilization, 4),
        Summary = language.Describe(activity, load),
    };
}
