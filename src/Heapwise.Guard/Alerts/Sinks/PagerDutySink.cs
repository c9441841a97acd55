using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// Events API v2 of PagerDuty: an incident for each alert, which its end resolves. Evidence and findings go to the incident as long as it
/// is open: a trigger after the end would open another one.
/// </summary>
public sealed class PagerDutySink(ServiceSettings settings, HttpDelivery http, OpenAlerts open) : ServiceSink(settings, http)
{
    private const int MaxKey = 255;
    private const int MaxSummary = 1_024;
    private const int MaxDetail = 4_000;

    public override int MaxTogether => 1;

    public override TimeSpan Pace => TimeSpan.FromSeconds(0.5);

    protected override IEnumerable<HttpPost> Write(IReadOnlyList<SinkMessage> messages)
    {
        foreach (var happened in messages.Select(message => message.Happened))
        {
            if (happened.Alert is not { } alert) continue; // a baseline of a healthy process wakes nobody
            if (happened.State == "resolved") yield return PostTo(Settings.Url, Resolve(alert));
            else if (happened.State == "firing") yield return PostTo(Settings.Url, Trigger(alert, happened, happened.Severity));
            else if (open.Find(alert) is { } known) yield return PostTo(Settings.Url, Trigger(alert, happened, known.Fired.Severity));
        }
    }

    private static string KeyOf(string alert) =>
        alert.Length <= MaxKey ? alert : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(alert)));

    private JsonObject Resolve(string alert) => new()
    {
        ["routing_key"] = Settings.Secret,
        ["event_action"] = "resolve",
        ["dedup_key"] = KeyOf(alert),
    };

    private JsonObject Trigger(string alert, EventReport happened, string severity)
    {
        var details = new JsonObject();
        foreach (var facts in AlertText.Of(happened, Language).Facts.GroupBy(fact => fact.Label))
            details[facts.Key] = MessageText.Cut(string.Join('\n', facts.Select(fact => fact.Text)), MaxDetail);
        return new JsonObject
        {
            ["routing_key"] = Settings.Secret,
            ["event_action"] = "trigger",
            ["dedup_key"] = KeyOf(alert),
            ["client"] = "Heapwise",
            ["payload"] = new JsonObject
            {
                ["summary"] = MessageText.Cut(happened.Summary, MaxSummary),
                ["source"] = happened.Target.Host,
                ["severity"] = severity,
                ["timestamp"] = happened.Time.ToString("O", CultureInfo.InvariantCulture),
                ["component"] = happened.Target.Name,
                ["class"] = happened.Rule ?? happened.Kind,
                ["custom_details"] = details,
            },
        };
    }
}
