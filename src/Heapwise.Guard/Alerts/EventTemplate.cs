using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Heapwise.Guard.Reports;

namespace Heapwise.Guard.Alerts;

/// <summary>A body of JSON with places in braces. What is filled in is escaped for a string in quotes; <c>{event}</c> is the whole event.</summary>
public static partial class EventTemplate
{
    public static readonly IReadOnlyList<string> Places =
        ["summary", "severity", "state", "kind", "rule", "alert", "host", "pid", "name", "command", "time", "next", "event"];

    public static string Fill(string template, EventReport happened, string json) => Place().Replace(template, match => match.Groups[1].Value switch
    {
        "event" => json,
        "summary" => Escape(happened.Summary),
        "severity" => Escape(happened.Severity),
        "state" => Escape(happened.State),
        "kind" => Escape(happened.Kind),
        "rule" => Escape(happened.Rule),
        "alert" => Escape(happened.Alert),
        "host" => Escape(happened.Target.Host),
        "pid" => happened.Target.Pid.ToString(CultureInfo.InvariantCulture),
        "name" => Escape(happened.Target.Name),
        "command" => Escape(happened.Target.Command),
        "time" => happened.Time.ToString("O", CultureInfo.InvariantCulture),
        "next" => Escape(happened.Next),
        _ => match.Value, // no place of ours
    });

    /// <summary>Words in braces that are no places; JSON itself has none of that form.</summary>
    public static IReadOnlyList<string> FindUnknown(string template) =>
        [.. Place().Matches(template).Select(match => match.Groups[1].Value).Where(word => !Places.Contains(word)).Distinct()];

    private static string Escape(string? text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text ?? "");

    [GeneratedRegex(@"\{([a-zA-Z]+)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
