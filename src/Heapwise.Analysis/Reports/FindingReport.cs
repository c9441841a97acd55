using Heapwise.Analysis.Language;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Reports;

/// <summary>One leak: what grows, who holds it, where in the program, and what to do.</summary>
public sealed record FindingReport
{
    /// <summary>The same from run to run as long as the leak is the same.</summary>
    public required string Fingerprint { get; init; }

    public required string Pattern { get; init; }

    public required Confidence Confidence { get; init; }

    /// <summary>What the confidence is based on.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    public required string Title { get; init; }

    public required string Explanation { get; init; }

    /// <summary>Bytes of the leaked objects born in the rounds that were watched.</summary>
    public required long GrowthBytes { get; init; }

    public required double? BytesPerRequest { get; init; }

    /// <summary>The rate that holds, by requests or by time. Earlier versions have none.</summary>
    public RateReport? Rate { get; init; }

    /// <summary>
    /// By class, the entries of the holder first, then most objects first; a whole number where the rounds agree on one. Empty where
    /// requests are not counted.
    /// </summary>
    public required IReadOnlyDictionary<string, double> ObjectsPerRequest { get; init; }

    /// <summary>By class, in the same order, for each interval: objects born in it that are still alive at the end.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<long>> SurvivorsPerRound { get; init; }

    /// <summary>What may end the growth, as the program's code says; null where it says nothing. Earlier versions have none.</summary>
    public BoundReport? Bound { get; init; }

    public required HolderReport Holder { get; init; }

    public required LocationReport? Location { get; init; }

    /// <summary>From the root to one of the leaked objects.</summary>
    public required IReadOnlyList<PathStepReport> RetainerPath { get; init; }

    /// <summary>The calls that allocate what leaks; null where they were not recorded. Earlier versions have none.</summary>
    public AllocatedByReport? AllocatedBy { get; init; }

    public required FindingDetails Details { get; init; }

    public required AdviceReport Advice { get; init; }

    /// <summary>The process that leaks. Null for files; earlier versions have none.</summary>
    public DiagnosedProcess? Process { get; init; }

    /// <summary>
    /// The rule of eslint-plugin-heapwise that reports such leaks in source, such as <c>heapwise/timer</c>; null where none does. Earlier
    /// versions have none.
    /// </summary>
    public string? LintRule { get; init; }

    public static FindingReport From(Leak leak, ReportLanguage language, DiagnosedProcess? process = null)
    {
        var text = language.Describe(leak);
        var bytesPerRequest = leak.Pattern is DescriptorsPattern ? null : leak.Growth.BytesPerRequest;
        return new FindingReport
        {
            Fingerprint = leak.Fingerprint,
            Pattern = leak.Pattern.Name,
            Confidence = leak.Confidence,
            Evidence = language.Describe(leak.Evidence),
            Title = text.Title,
            Explanation = text.Explanation,
            GrowthBytes = leak.Growth.Bytes,
            BytesPerRequest = bytesPerRequest is { } bytes ? Math.Round(bytes, 1) : null,
            Rate = RateReport.From(leak.Growth.Rate),
            ObjectsPerRequest = ObjectsOf(leak),
            SurvivorsPerRound = leak.Growth.Classes.ToDictionary(row => row.Name, row => row.Born, StringComparer.Ordinal),
            Bound = leak.Bound is { } bound ? BoundReport.From(bound) : null,
            Holder = HolderReport.From(leak.Holder, language),
            Location = LocationReport.From(leak.Location.Statement),
            RetainerPath = [.. leak.Path.Select(step => PathStepReport.From(step.Step, step.Location))],
            AllocatedBy = AllocatedByReport.From(leak.Location.Stack),
            Details = FindingDetails.From(leak, language),
            Advice = new AdviceReport { Why = text.Why, Fix = text.Fix, Example = text.Example },
            Process = process,
            LintRule = LintRules.Find(leak),
        };
    }

    private static Dictionary<string, double> ObjectsOf(Leak leak)
    {
        if (leak.Pattern is DescriptorsPattern { PerRequest: { } rate }) return new() { ["descriptor"] = Math.Round(rate, 2) };
        return leak.Growth.Classes
            .Where(row => row.PerRequest is not null)
            .ToDictionary(row => row.Name, row => row.PerRequest ?? 0, StringComparer.Ordinal);
    }
}

/// <summary>The object below which the leaked ones accumulate.</summary>
public sealed record HolderReport
{
    public required long NodeId { get; init; }

    public required string ClassName { get; init; }

    /// <summary>The name as the programmer wrote it: a variable, property or global; null where there is none.</summary>
    public required string? Name { get; init; }

    /// <summary>The name in words, such as <c>variable cache in users.js</c>.</summary>
    public required string Path { get; init; }

    public required long RetainedBytes { get; init; }

    /// <summary>The library between the program's own object and the leaked ones; null where there is none.</summary>
    public required string? Library { get; init; }

    public static HolderReport From(LeakHolder holder, ReportLanguage language)
    {
        var heap = holder as LeakHolder.HeapObject;
        return new HolderReport
        {
            NodeId = holder.Id.Value,
            ClassName = heap?.ClassName ?? "process",
            Name = holder.ShortName,
            Path = language.NameOf(holder),
            RetainedBytes = heap?.RetainedBytes ?? 0,
            Library = heap?.Name.Library,
        };
    }
}

public sealed record AdviceReport
{
    public required string Why { get; init; }

    public required string Fix { get; init; }

    public required string Example { get; init; }
}
