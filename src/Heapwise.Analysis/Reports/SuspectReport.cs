using Heapwise.Analysis.Language;
using Heapwise.Analysis.Suspects;

namespace Heapwise.Analysis.Reports;

/// <summary>One suspect: what it holds, who holds it, and what speaks for and against a leak.</summary>
public sealed record SuspectReport
{
    /// <summary>The same as that of the leak, if a diagnosis proves it.</summary>
    public required string Fingerprint { get; init; }

    public required string Pattern { get; init; }

    public required string Title { get; init; }

    public required string Explanation { get; init; }

    /// <summary>What speaks for a leak and what against one, a sentence each.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Bytes that are reached through the holder.</summary>
    public required long HeldBytes { get; init; }

    /// <summary>The part of the reachable heap, from 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Objects that are put into the holder; null where it is a single object.</summary>
    public required long? Entries { get; init; }

    /// <summary>What the bytes are, the largest class first.</summary>
    public required IReadOnlyList<HeldClassRow> Classes { get; init; }

    /// <summary>What bounds the holder, as the program's code says; null where it says nothing.</summary>
    public required BoundReport? Bound { get; init; }

    public required HolderReport Holder { get; init; }

    /// <summary>The statement that makes the holder grow, or the nearest location that is known.</summary>
    public required LocationReport? Location { get; init; }

    /// <summary>From the root to one of the objects.</summary>
    public required IReadOnlyList<PathStepReport> RetainerPath { get; init; }

    public required FindingDetails Details { get; init; }

    public static SuspectReport From(Suspect suspect, ReportLanguage language)
    {
        var text = language.Describe(suspect);
        var leak = suspect.Leak;
        return new SuspectReport
        {
            Fingerprint = leak.Fingerprint,
            Pattern = leak.Pattern.Name,
            Title = text.Title,
            Explanation = text.Explanation,
            Reasons = text.Reasons,
            HeldBytes = suspect.HeldBytes,
            Share = Math.Round(suspect.Share, 4),
            Entries = suspect.Entries,
            Classes = [.. suspect.Classes.Select(row => new HeldClassRow { ClassName = row.Name, Count = row.Count, Bytes = row.Bytes })],
            Bound = leak.Bound is { } bound ? BoundReport.From(bound) : null,
            Holder = HolderReport.From(leak.Holder, language),
            Location = LocationReport.From(leak.Location.Statement),
            RetainerPath = [.. leak.Path.Select(step => PathStepReport.From(step.Step, step.Location))],
            Details = FindingDetails.From(leak, language),
        };
    }
}

/// <summary>The objects of one class that a suspect holds.</summary>
public sealed record HeldClassRow
{
    public required string ClassName { get; init; }

    public required long Count { get; init; }

    /// <summary>Their shallow bytes.</summary>
    public required long Bytes { get; init; }
}
