using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// A robot of a Feishu or Lark group: a card. Messages are signed in the body, with the time and the secret as the key of an empty text;
/// 100 a minute and 5 a second; 20 kB; errors come with HTTP 200.
/// </summary>
public sealed class FeishuSink(ServiceSettings settings, HttpDelivery http, TimeProvider time) : ServiceSink(settings, http)
{
    private const int MaxCharacters = 5_000; // 3 bytes a character at worst
    private const int MaxTitle = 300;
    private const int TooManyMessages = 11232;
    private const int TooManyRequests = 9499;
    private static readonly TimeSpan ThrottledFor = TimeSpan.FromMinutes(1);
    private static readonly MessageStyle Style = new("**", "", "\n", MessageStyle.BreakMarkup);

    public override int MaxTogether => 8;

    public override TimeSpan Pace => TimeSpan.FromSeconds(0.7);

    protected override IEnumerable<HttpPost> Write(IReadOnlyList<SinkMessage> messages)
    {
        var texts = TextsOf(messages);
        var body = new JsonObject
        {
            ["msg_type"] = "interactive",
            ["card"] = new JsonObject
            {
                ["config"] = new JsonObject { ["wide_screen_mode"] = true },
                ["header"] = new JsonObject
                {
                    ["template"] = ColorOf(AlertText.ToneOf(texts)),
                    ["title"] = new JsonObject
                    {
                        ["tag"] = "plain_text",
                        ["content"] = MessageText.Cut(AlertText.TitleOf(texts, Language), MaxTitle),
                    },
                },
                ["elements"] = new JsonArray([.. texts.Select(text => Element(text, texts.Count)), Note()]),
            },
        };
        if (Settings.Secret.Length > 0) Sign(body);
        yield return PostTo(Settings.Url, body);
    }

    protected override Refusal? FindRefusal(string answer)
    {
        if (ServiceAnswer.Find(answer, ["code", "StatusCode"], "msg") is not { Code: not 0 and var code, Reason: var reason }) return null;
        var isThrottled = code is TooManyMessages or TooManyRequests;
        return new Refusal(code, reason, IsForGood: !isThrottled, isThrottled ? ThrottledFor : null);
    }


    private static JsonObject Element(AlertText text, int count)
    {
        var title = count > 1 ? $"**{MessageStyle.BreakMarkup(text.Title)}**\n" : "";
        return new JsonObject
        {
            ["tag"] = "div",
            ["text"] = new JsonObject
            {
                ["tag"] = "lark_md",
                ["content"] = title + MessageText.BodyOf(text, Style, MaxCharacters / count - title.Length),
            },
        };
    }

    /// <summary>Also the keyword of groups that ask for one.</summary>
    private static JsonObject Note() => new()
    {
        ["tag"] = "note",
        ["elements"] = new JsonArray(new JsonObject { ["tag"] = "plain_text", ["content"] = "Heapwise" }),
    };

    private static string ColorOf(AlertTone tone) => tone switch
    {
        AlertTone.Critical => "red",
        AlertTone.Warning => "orange",
        AlertTone.Resolved => "green",
        _ => "blue",
    };

    private void Sign(JsonObject body)
    {
        var seconds = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        body["timestamp"] = seconds;
        body["sign"] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{seconds}\n{Settings.Secret}"), (byte[])[]));
    }
}
