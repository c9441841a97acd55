using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// Posts JSON. 2xx is received; 408, 425, 429 and 5xx are tried again; anything else is refused for good. Of an address, messages show the
/// host only, because the rest is often a secret.
/// </summary>
public sealed class HttpDelivery : IDisposable
{
    private const int MaxAnswerBytes = 1 << 16;
    private const int MaxQuotedLength = 200;
    private static readonly TimeSpan ThrottledFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5); // addresses of names change

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public HttpDelivery(TimeProvider time)
        : this(time, new SocketsHttpHandler
        {
            PooledConnectionLifetime = ConnectionLifetime,
            AllowAutoRedirect = false, // the body would be lost on the way
        })
    {
    }

    internal HttpDelivery(TimeProvider time, HttpMessageHandler handler)
    {
        _time = time;
        _http = new HttpClient(handler, disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan, // each request has its own
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <returns>The body of the answer; empty where it is too long to be one.</returns>
    /// <exception cref="DeliveryException">It was not received.</exception>
    public async Task<string> PostAsync(HttpPost post, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(post.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using var request = Write(post);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var answer = await ReadAsync(response.Content, either.Token);
            return response.IsSuccessStatusCode ? answer : throw Refused(post, response, answer);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DeliveryException(
                string.Create(CultureInfo.InvariantCulture, $"{post.Url.Host} has not answered within {post.Timeout.TotalSeconds:0.#} s"),
                isForGood: false);
        }
        catch (HttpRequestException problem)
        {
            throw new DeliveryException($"{post.Url.Host} cannot be reached: {problem.Message}", isForGood: false, cause: problem);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What a service says, in one line and without its secrets, as a part of an error.</summary>
    internal static string Quote(string answer, HttpPost post)
    {
        var line = string.Join(' ', answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (var secret in post.Secrets) line = line.Replace(secret, "…", StringComparison.Ordinal);
        return line.Length <= MaxQuotedLength ? line : string.Concat(line.AsSpan(0, MaxQuotedLength), "…");
    }

    private static HttpRequestMessage Write(HttpPost post)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, post.Url)
        {
            Content = new StringContent(post.Body, Encoding.UTF8, "application/json"),
        };
        if (post.Url.UserInfo.Length > 0)
        {
            var user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(post.Url.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(user));
        }

        foreach (var (name, value) in post.Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        try
        {
            return await content.ReadAsStringAsync(cancellation);
        }
        catch (HttpRequestException)
        {
            return ""; // it has been received all the same
        }
        catch (InvalidOperationException)
        {
            return ""; // in an encoding that does not exist
        }
    }

    /// <summary>A service that is asked too often wants minutes rather than seconds; null: as after any failure.</summary>
    private static TimeSpan? DefaultPauseOf(HttpStatusCode status) => status == HttpStatusCode.TooManyRequests ? ThrottledFor : null;

    private DeliveryException Refused(HttpPost post, HttpResponseMessage response, string answer)
    {
        var status = (int)response.StatusCode;
        var isForGood = status < 500 && response.StatusCode is not (
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425);
        var after = response.Headers.RetryAfter;
        var wanted = after?.Delta ?? after?.Date - _time.GetUtcNow();
        var quoted = Quote(answer, post);
        return new DeliveryException(
            string.Create(CultureInfo.InvariantCulture, $"{post.Url.Host} answered {status}{(quoted.Length > 0 ? ": " : "")}{quoted}"),
            isForGood,
            wanted is { } pause && pause > TimeSpan.Zero ? pause : DefaultPauseOf(response.StatusCode));
    }
}
