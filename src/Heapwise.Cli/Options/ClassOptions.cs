using System.CommandLine;
using Heapwise.Cli.Renderers;

namespace Heapwise.Cli.Options;

/// <summary>The options of lists of classes. A person sees the first rows; JSON has all, unless <c>--top</c> says otherwise.</summary>
internal sealed class ClassOptions
{
    private const int DefaultTop = 25;
    private const int MaxHtmlRows = 300;

    public Option<int?> Top { get; } = new("--top", "-n")
    {
        Description = "rows to show; 0 for all (25; JSON has all)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    public Option<string?> Filter { get; } = new("--filter")
    {
        Description = "only classes whose name contains this text, ignoring case",
        HelpName = "TEXT",
    };

    /// <returns>The rows to show, and how many matched the filter.</returns>
    public (IReadOnlyList<T> Rows, int Matching) Select<T>(ParseResult parsed, Output output, IEnumerable<T> rows, Func<T, string> name)
    {
        if (parsed.GetValue(Filter) is { Length: > 0 } filter)
            rows = rows.Where(row => name(row).Contains(filter, StringComparison.OrdinalIgnoreCase));
        var matching = rows.ToList();
        return ([.. matching.Take(RowLimit(parsed.GetValue(Top), output, DefaultTop))], matching.Count);
    }

    /// <summary>How many rows to show.</summary>
    /// <param name="requested">The value of <c>--top</c>: null where it is absent, 0 for all.</param>
    /// <param name="output">JSON has all rows by default, and HTML, where they can be filtered, many.</param>
    /// <param name="defaultTop">The default of text and Markdown.</param>
    public static int RowLimit(int? requested, Output output, int defaultTop) => requested switch
    {
        null => output.Format switch
        {
            ReportFormat.Json => int.MaxValue,
            ReportFormat.Html => Math.Max(defaultTop, MaxHtmlRows),
            _ => defaultTop,
        },
        0 => int.MaxValue,
        var top => top.Value,
    };
}
