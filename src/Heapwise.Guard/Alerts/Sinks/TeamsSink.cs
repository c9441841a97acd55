using System.Text.Json.Nodes;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// A workflow of Microsoft Teams that posts an adaptive card: the address is a secret, 28 kB, 4 requests a second; 202 says that the
/// message was accepted, not that it was shown.
/// </summary>
public sealed class TeamsSink(ServiceSettings settings, HttpDelivery http) : ServiceSink(settings, http)
{
    private const int MaxFact = 700;

    public override int MaxTogether => 5;

    public override TimeSpan Pace => TimeSpan.FromSeconds(0.5);

    protected override IEnumerable<HttpPost> Write(IReadOnlyList<SinkMessage> messages)
    {
        var texts = TextsOf(messages);
        var room = 6_000 / texts.Count; // 20 kB with the JSON around it, at 3 bytes a character
        yield return PostTo(Settings.Url, new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["contentUrl"] = null,
                ["content"] = new JsonObject
                {
                    ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                    ["type"] = "AdaptiveCard",
                    ["version"] = "1.4",
                    ["msteams"] = new JsonObject { ["width"] = "Full" },
                    ["body"] = new JsonArray([.. texts.Select(text => Container(text, room))]),
                },
            }),
        });
    }

    private static JsonObject Container(AlertText text, int room)
    {
        var summary = MessageText.Cut(MessageStyle.BreakMarkup(text.Summary), room / 3);
        return new JsonObject
        {
            ["type"] = "Container",
            ["style"] = StyleOf(text.Tone),
            ["bleed"] = true,
            ["items"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "TextBlock",
                    ["size"] = "Medium",
                    ["weight"] = "Bolder",
                    ["wrap"] = true,
                    ["text"] = MessageText.Cut(MessageStyle.BreakMarkup(text.Title), room / 6),
                },
                new JsonObject { ["type"] = "TextBlock", ["wrap"] = true, ["text"] = summary },
                new JsonObject { ["type"] = "FactSet", ["facts"] = FactsOf(text, room / 2) }),
        };
    }

    private static JsonArray FactsOf(AlertText text, int room)
    {
        List<JsonNode> facts = [];
        foreach (var fact in text.Facts)
        {
            var value = MessageText.Cut(MessageStyle.BreakMarkup(fact.Text), MaxFact);
            room -= value.Length + fact.Label.Length;
            if (room < 0) break;
            facts.Add(new JsonObject { ["title"] = fact.Label, ["value"] = value });
        }

        return new JsonArray([.. facts]);
    }

    private static string StyleOf(AlertTone tone) => tone switch
    {
        AlertTone.Critical => "attention",
        AlertTone.Warning => "warning",
        AlertTone.Resolved => "good",
        _ => "accent",
    };
}
