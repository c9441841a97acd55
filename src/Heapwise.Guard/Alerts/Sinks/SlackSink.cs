using System.Text.Json.Nodes;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// An incoming webhook of Slack: an attachment in the color of each event. A message a second; a section has 3,000 characters, a message
/// about 13,200.
/// </summary>
public sealed class SlackSink(ServiceSettings settings, HttpDelivery http) : ServiceSink(settings, http)
{
    private const int MaxSection = 2_900;
    private const int MaxMessage = 12_000;
    private static readonly MessageStyle Style = new("*", "`", "\n", Escape);

    public override int MaxTogether => 10;

    public override TimeSpan Pace => TimeSpan.FromSeconds(1.1);

    protected override IEnumerable<HttpPost> Write(IReadOnlyList<SinkMessage> messages)
    {
        var texts = TextsOf(messages);
        var room = Math.Min(MaxSection, MaxMessage / texts.Count);
        yield return PostTo(Settings.Url, new JsonObject
        {
            ["text"] = Escape(AlertText.TitleOf(texts, Language)),
            ["attachments"] = new JsonArray([.. texts.Select(text => Attachment(text, room))]),
        });
    }

    private static JsonObject Attachment(AlertText text, int room)
    {
        var title = $"*{Escape(text.Title)}*\n";
        return new JsonObject
        {
            ["color"] = AlertColors.HexOf(text.Tone),
            ["fallback"] = Escape(text.Title),
            ["blocks"] = new JsonArray(new JsonObject
            {
                ["type"] = "section",
                ["text"] = new JsonObject
                {
                    ["type"] = "mrkdwn",
                    ["text"] = MessageText.Cut(title + MessageText.BodyOf(text, Style, room - title.Length), room),
                },
            }),
        };
    }

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
