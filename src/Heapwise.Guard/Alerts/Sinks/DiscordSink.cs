using System.Text;
using System.Text.Json.Nodes;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// A webhook of a Discord channel: an embed for each event. 30 messages a minute; a description has 4,096 characters, all embeds 6,000;
/// nobody is mentioned.
/// </summary>
public sealed class DiscordSink(ServiceSettings settings, HttpDelivery http) : ServiceSink(settings, http)
{
    private const int MaxTitle = 256;
    private const int MaxDescription = 4_000;
    private const int MaxMessage = 5_800;
    private static readonly MessageStyle Style = new("**", "`", "\n", Escape) { EscapeCode = text => text };

    public override int MaxTogether => 5;

    public override TimeSpan Pace => TimeSpan.FromSeconds(2.1);

    protected override IEnumerable<HttpPost> Write(IReadOnlyList<SinkMessage> messages)
    {
        var texts = TextsOf(messages);
        var room = Math.Min(MaxDescription, MaxMessage / texts.Count - MaxTitle);
        yield return PostTo(Settings.Url, new JsonObject
        {
            ["username"] = "Heapwise",
            ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() },
            ["embeds"] = new JsonArray([.. texts.Select(text => new JsonObject
            {
                ["title"] = MessageText.Cut(Escape(text.Title), MaxTitle),
                ["description"] = MessageText.BodyOf(text, Style, room),
                ["color"] = AlertColors.Of(text.Tone),
            })]),
        });
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '*' or '_' or '~' or '|' or '>' or '[' or '#') escaped.Append('\\');
            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
