using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>Posts events to an address, each by itself.</summary>
/// <param name="settings">The address, and what is sent.</param>
/// <param name="language">Of the summaries.</param>
/// <param name="http">Sends it.</param>
public sealed class WebhookSink(WebhookSettings settings, NewsLanguage language, HttpDelivery http) : IAlertSink
{
    internal const string ReceiverName = "webhook";

    public string Name => ReceiverName;

    public NewsLanguage Language => language;

    public bool TakesEverything => true;

    public int MaxTogether => 1;

    public TimeSpan Pace => TimeSpan.Zero;

    public async Task SendAsync(IReadOnlyList<SinkMessage> messages, CancellationToken cancellation)
    {
        foreach (var (happened, json) in messages)
        {
            var body = settings.Template is { } template ? EventTemplate.Fill(template, happened, json) : json;
            await http.PostAsync(
                new HttpPost(settings.Url, body, settings.Timeout)
                {
                    Headers = settings.Headers,
                    Secrets = [settings.Url.PathAndQuery, .. settings.Headers.Select(header => header.Value)],
                },
                cancellation);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
