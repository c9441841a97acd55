using System.Globalization;
using System.Text.Encodings.Web;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// A body of JSON with places in braces. What is filled in is escaped for a string in quotes; <c>{event}</c> is the whole event.
/// </summary>
public static class EventTemplate
{
    public static string Fill(string template, EventReport happened, string json) => EventPlaces.Replace(template, place => place switch
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
        _ => null,
    });

    private static string Escape(string? text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text ?? "");
}
