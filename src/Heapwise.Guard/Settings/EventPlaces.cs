using System.Text.RegularExpressions;

namespace Heapwise.Guard.Settings;

/// <summary>The places in braces that a template of a body may have.</summary>
public static partial class EventPlaces
{
    public static readonly IReadOnlyList<string> All =
        ["summary", "severity", "state", "kind", "rule", "alert", "host", "pid", "name", "command", "time", "next", "event"];

    /// <summary>Words in braces that are no places; JSON itself has none of that form.</summary>
    public static IReadOnlyList<string> FindUnknown(string template) =>
        [.. Place().Matches(template).Select(match => match.Groups[1].Value).Where(word => !All.Contains(word)).Distinct()];

    /// <summary>Fills in what a place stands for; null leaves it as it is.</summary>
    public static string Replace(string template, Func<string, string?> fill) =>
        Place().Replace(template, match => fill(match.Groups[1].Value) ?? match.Value);

    [GeneratedRegex(@"\{([a-zA-Z]+)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
