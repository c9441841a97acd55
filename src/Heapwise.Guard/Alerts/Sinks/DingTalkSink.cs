using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// A robot of a DingTalk group. Messages are signed in the query; 20 a minute, or it is throttled for ten minutes; 20,000 bytes; errors
/// come with HTTP 200.
/// </summary>
public sealed class DingTalkSink(ServiceSettings settings, HttpDelivery http, TimeProvider time) : ServiceSink(settings, http)
{
    private const int MaxBytes = 18_000;
    private const int MaxCharacters = 5_500; // 3 bytes a character at worst
    private const int TooManyMessages = 130101;
    private const int SystemBusy = -1;
    private static readonly TimeSpan ThrottledFor = TimeSpan.FromMinutes(10);
    private static readonly MessageStyle Style = new("**", "", "\n\n", MessageStyle.BreakMarkup);

    public override int MaxTogether => 8;

    public override TimeSpan Pace => TimeSpan.FromSeconds(3.1);

    protected override IEnumerable<HttpPost> Write(IReadOnlyList<SinkMessage> messages)
    {
        var texts = TextsOf(messages);
        var parts = texts.Select(text =>
            $"### {MessageStyle.BreakMarkup(text.Title)}\n\n{MessageText.BodyOf(text, Style, MaxCharacters / texts.Count)}");
        yield return PostTo(SignedUrl(), new JsonObject
        {
            ["msgtype"] = "markdown",
            ["markdown"] = new JsonObject
            {
                ["title"] = AlertText.TitleOf(texts, Language),
                ["text"] = MessageText.CutBytes($"{string.Join("\n\n---\n\n", parts)}\n\nHeapwise", MaxBytes),
            },
        });
    }

    protected override Refusal? FindRefusal(string answer) =>
        ServiceAnswer.Find(answer, ["errcode"], "errmsg") is { Code: not 0 and var code, Reason: var reason }
            ? new Refusal(
                code, reason, IsForGood: code is not (TooManyMessages or SystemBusy), code == TooManyMessages ? ThrottledFor : null)
            : null;


    /// <summary>Signed anew each time: a signature is accepted for an hour.</summary>
    private Uri SignedUrl()
    {
        if (Settings.Secret.Length == 0) return Settings.Url;
        var milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var text = Encoding.UTF8.GetBytes($"{milliseconds}\n{Settings.Secret}");
        var sign = Uri.EscapeDataString(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Settings.Secret), text)));
        var address = Settings.Url.AbsoluteUri;
        return new Uri($"{address}{(address.Contains('?') ? '&' : '?')}timestamp={milliseconds}&sign={sign}");
    }
}
