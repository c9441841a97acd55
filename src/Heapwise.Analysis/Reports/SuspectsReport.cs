using Heapwise.Analysis.Language;
using Heapwise.Analysis.Suspects;

namespace Heapwise.Analysis.Reports;

/// <summary>What stands out in a single snapshot. Schema <c>heapwise.suspects/1</c>.</summary>
public sealed record SuspectsReport
{
    public const string SchemaName = "heapwise.suspects/1";

    public string Schema { get; init; } = SchemaName;

    /// <summary>The language of the sentences: <c>en</c> or <c>zh</c>.</summary>
    public required string Language { get; init; }

    public required SuspectsVerdict Verdict { get; init; }

    /// <summary>What the verdict means, in one or two sentences.</summary>
    public required string Reason { get; init; }

    public required string File { get; init; }

    /// <summary>Bytes that strong edges reach.</summary>
    public required long HeapBytes { get; init; }

    /// <summary>What a suspect holds at least, unless it has very many entries.</summary>
    public required long MinBytes { get; init; }

    /// <summary>Those that the program can let go first, then by bytes.</summary>
    public required IReadOnlyList<SuspectReport> Suspects { get; init; }

    /// <summary>What else stands out, without a holder: a sentence each.</summary>
    public required IReadOnlyList<string> Signs { get; init; }

    public static SuspectsReport From(SuspectFindings findings, string file, ReportLanguage language) => new()
    {
        Language = language.Code,
        Verdict = findings.Verdict,
        Reason = language.Describe(findings),
        File = file,
        HeapBytes = findings.HeapBytes,
        MinBytes = findings.MinBytes,
        Suspects = [.. findings.Suspects.Select(suspect => SuspectReport.From(suspect, language))],
        Signs = [.. findings.Signs.Select(language.Describe)],
    };
}
