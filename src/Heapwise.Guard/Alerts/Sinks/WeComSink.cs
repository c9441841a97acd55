using System.Text.Json.Nodes;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// A robot of a WeCom group. The key in the address is the secret; 20 messages a minute; Markdown of 4,096 bytes; errors come with
/// HTTP 200.
/// </summary>
public sealed class WeComSink(ServiceSettings settings, HttpDelivery http) : ServiceSink(settings, http)
{
    private const int MaxBytes = 4_096;
    private const int MaxCharacters = 1_300; // 3 bytes a character at worst
    private const int TooManyMessages = 45009;
    private const int SystemBusy = -1;
    private static readonly TimeSpan ThrottledFor = TimeSpan.FromMinutes(1);
    private static readonly MessageStyle Style = new("**", "`", "\n", MessageStyle.BreakMarkup);

    public override int MaxTogether => 3;

    public override TimeSpan Pace => TimeSpan.FromSeconds(3.1);

    protected override IEnumerable<HttpPost> Write(IReadOnlyList<SinkMessage> messages)
    {
        var texts = TextsOf(messages);
        var parts = texts.Select(text => $"{Headline(text)}\n{BodyOf(text, MaxBytes / texts.Count)}");
        yield return PostTo(Settings.Url, new JsonObject
        {
            ["msgtype"] = "markdown",
            ["markdown"] = new JsonObject { ["content"] = MessageText.CutBytes(string.Join("\n\n", parts), MaxBytes) },
        });
    }

    protected override Refusal? FindRefusal(string answer) =>
        ServiceAnswer.Find(answer, ["errcode"], "errmsg") is { Code: not 0 and var code, Reason: var reason }
            ? new Refusal(
                code, reason, IsForGood: code is not (TooManyMessages or SystemBusy), code == TooManyMessages ? ThrottledFor : null)
            : null;


    private static string BodyOf(AlertText text, int bytes) =>
        MessageText.CutBytes(MessageText.BodyOf(text, Style, MaxCharacters), bytes - 2 * text.Title.Length - 100); // the headline

    private static string Headline(AlertText text) =>
        $"<font color=\"{(text.Tone == AlertTone.Resolved ? "info" : text.Tone == AlertTone.Info ? "comment" : "warning")}\">"
        + $"{MessageStyle.BreakMarkup(text.Title)}</font>";
}
