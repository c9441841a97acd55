using System.Text.Json.Nodes;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// Alerts of Opsgenie, and of Jira Service Management at its own address: created, closed by their alias, evidence and findings added as
/// notes. A message is cut at 130 characters.
/// </summary>
public sealed class OpsgenieSink(ServiceSettings settings, HttpDelivery http) : ServiceSink(settings, http)
{
    private const int MaxMessage = 130;
    private const int MaxAlias = 512;
    private const int MaxDescription = 14_000;
    private const int MaxNote = 20_000;
    private static readonly MessageStyle Style = new("", "", "\n", text => text);

    public override int MaxTogether => 1;

    public override TimeSpan Pace => TimeSpan.FromSeconds(0.5);

    protected override IEnumerable<HttpPost> Write(IReadOnlyList<SinkMessage> messages)
    {
        foreach (var happened in messages.Select(message => message.Happened))
        {
            if (happened.Alert is not { } alert) continue; // a baseline of a healthy process wakes nobody
            var text = AlertText.Of(happened, Language);
            yield return happened.State switch
            {
                "firing" => Post(Settings.Url, Create(alert, happened, text)),
                "resolved" => Post(ActionOn(alert, "close"), NoteOf(text)),
                _ => Post(ActionOn(alert, "notes"), NoteOf(text)),
            };
        }
    }

    private static JsonObject NoteOf(AlertText text) => new()
    {
        ["source"] = "Heapwise",
        ["note"] = MessageText.BodyOf(text, Style, MaxNote),
    };

    private static JsonObject Create(string alert, EventReport happened, AlertText text) => new()
    {
        ["message"] = MessageText.Cut(text.Title, MaxMessage),
        ["alias"] = AliasOf(alert),
        ["description"] = MessageText.BodyOf(text, Style, MaxDescription),
        ["priority"] = happened.Severity switch { "critical" => "P1", "warning" => "P3", _ => "P5" },
        ["source"] = "Heapwise",
        ["entity"] = $"{happened.Target.Name} @ {happened.Target.Host}",
        ["tags"] = new JsonArray("heapwise", happened.Rule ?? happened.Kind),
    };

    private static string AliasOf(string alert) => alert.Length <= MaxAlias ? alert : alert[^MaxAlias..];

    private HttpPost Post(Uri url, JsonObject body) => PostTo(url, body, [("Authorization", $"GenieKey {Settings.Secret}")]);

    private Uri ActionOn(string alert, string action) =>
        new($"{Settings.Url.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(AliasOf(alert))}/{action}?identifierType=alias");
}
