using Heapwise.Analysis.Language;
using Heapwise.Analysis.Language.Chinese;
using Heapwise.Analysis.Language.English;

namespace Heapwise.Analysis.Reports;

/// <summary>The languages that reports can be written in.</summary>
public static class ReportLanguages
{
    public static ReportLanguage English { get; } = new EnglishLanguage();

    public static ReportLanguage Chinese { get; } = new ChineseLanguage();

    /// <summary>All languages, the default first.</summary>
    public static IReadOnlyList<ReportLanguage> All { get; } = [English, Chinese];

    /// <summary>The language with this code; null where there is none.</summary>
    public static ReportLanguage? Find(string code) => All.FirstOrDefault(language => language.Code == code);

    /// <summary>The language with this code, or the default where there is none.</summary>
    public static ReportLanguage FindOrDefault(string code) => Find(code) ?? English;
}
