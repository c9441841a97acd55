using System.Globalization;
using System.Net;
using System.Text;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts;

/// <summary>
/// Posts events to an address. 2xx is received; 408, 425, 429 and 5xx are tried again; anything else is refused for good.
/// </summary>
public sealed class WebhookSink : IAlertSink, IDisposable
{
    private readonly WebhookSettings _settings;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public WebhookSink(WebhookSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = settings.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // addresses of names change
            AllowAutoRedirect = false, // the body would be lost on the way
            MaxConnectionsPerServer = 1,
        };
        _http = new HttpClient(handler, disposeHandler: true) { Timeout = settings.Timeout, MaxResponseContentBufferSize = 1 << 20 };
    }

    public string Name => "webhook";

    public async Task SendAsync(EventReport happened, string json, CancellationToken cancellation)
    {
        try
        {
            var body = _settings.Template is { } template ? EventTemplate.Fill(template, happened, json) : json;
            using var request = new HttpRequestMessage(HttpMethod.Post, _settings.Url)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            foreach (var (name, value) in _settings.Headers) request.Headers.TryAddWithoutValidation(name, value);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!response.IsSuccessStatusCode) throw Refused(response);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DeliveryException(
                string.Create(
                    CultureInfo.InvariantCulture, $"{_settings.Url.Host} has not answered within {_settings.Timeout.TotalSeconds:0.#} s"),
                isForGood: false);
        }
        catch (HttpRequestException problem)
        {
            throw new DeliveryException($"{_settings.Url.Host} cannot be reached: {problem.Message}", isForGood: false, cause: problem);
        }
    }

    public void Dispose() => _http.Dispose();

    private DeliveryException Refused(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var isForGood = status < 500 && response.StatusCode is not (
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425);
        var after = response.Headers.RetryAfter;
        var wanted = after?.Delta ?? after?.Date - _time.GetUtcNow();
        return new DeliveryException(
            string.Create(CultureInfo.InvariantCulture, $"{_settings.Url.Host} answered {status}"),
            isForGood,
            wanted is { } pause && pause > TimeSpan.Zero ? pause : null);
    }
}
