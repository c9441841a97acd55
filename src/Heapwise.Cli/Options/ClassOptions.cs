using System.CommandLine;
using Heapwise.Cli.Renderers;

namespace Heapwise.Cli.Options;

/// <summary>The options of lists of classes. A person is shown the first rows; JSON has all, unless <c>--top</c> says otherwise.</summary>
internal sealed class ClassOptions
{
    private const int DefaultTop = 25;

    public Option<int?> Top { get; } = new("--top", "-n")
    {
        Description = "rows to show; 0 for all (25; JSON has all)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    public Option<string?> Filter { get; } = new("--filter") { Description = "only classes whose name contains this; case does not matter", HelpName = "TEXT" };

    /// <returns>The rows to show, and how many matched the filter.</returns>
    public (IReadOnlyList<T> Rows, int Matching) Select<T>(ParseResult parsed, Output output, IEnumerable<T> rows, Func<T, string> name)
    {
        if (parsed.GetValue(Filter) is { Length: > 0 } filter) rows = rows.Where(row => name(row).Contains(filter, StringComparison.OrdinalIgnoreCase));
        var matching = rows.ToList();
        return ([.. matching.Take(TopOf(parsed.GetValue(Top), output, DefaultTop))], matching.Count);
    }

    /// <summary>How many rows to show where <paramref name="asked"/> may be unsaid, or 0 for all.</summary>
    public static int TopOf(int? asked, Output output, int defaultTop) => asked switch
    {
        null => output.Format == ReportFormat.Json ? int.MaxValue : defaultTop,
        0 => int.MaxValue,
        var top => top.Value,
    };
}
