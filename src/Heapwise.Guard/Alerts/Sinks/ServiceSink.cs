using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>A service that takes messages through an API of its own: events become requests, and its answers are read.</summary>
/// <param name="settings">Where to.</param>
/// <param name="http">Sends them.</param>
public abstract class ServiceSink(ServiceSettings settings, HttpDelivery http) : IAlertSink
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Name => settings.Name;

    public NewsLanguage Language => settings.Language;

    public bool TakesEverything => false;

    public abstract int MaxTogether { get; }

    public abstract TimeSpan Pace { get; }

    protected ServiceSettings Settings => settings;

    public virtual async Task SendAsync(IReadOnlyList<SinkMessage> messages, CancellationToken cancellation)
    {
        foreach (var post in Write(messages)) await SendAsync(post, cancellation);
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected async Task SendAsync(HttpPost post, CancellationToken cancellation)
    {
        if (FindRefusal(await http.PostAsync(post, cancellation)) is not { } refusal) return;
        throw new DeliveryException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{post.Url.Host} refused with {refusal.Code}: {HttpDelivery.Quote(refusal.Reason, post)}"),
            refusal.IsForGood,
            refusal.RetryAfter);
    }

    /// <summary>The requests that tell of these events.</summary>
    protected abstract IEnumerable<HttpPost> Write(IReadOnlyList<SinkMessage> messages);

    /// <summary>What was answered with a status of success may still be a refusal.</summary>
    /// <returns>The refusal; null where it was received.</returns>
    protected virtual Refusal? FindRefusal(string answer) => null;

    protected HttpPost PostTo(Uri url, JsonNode body, params IReadOnlyList<(string Name, string Value)> headers) =>
        new(url, TextOf(body), settings.Timeout)
        {
            Headers = headers,
            Secrets = [.. settings.Urls.Prepend(url).SelectMany(address => (string[])[address.PathAndQuery, address.UserInfo])
                .Prepend(settings.Secret).Where(secret => secret.Length > 1)], // "/" is none
        };

    /// <summary>The events in words.</summary>
    protected IReadOnlyList<AlertText> TextsOf(IReadOnlyList<SinkMessage> messages) =>
        [.. messages.Select(message => AlertText.Of(message.Happened, settings.Language))];

    /// <summary>Characters are written as they are: limits count bytes, and escapes of Chinese take twice as many.</summary>
    private static string TextOf(JsonNode body)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Readable)) body.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
