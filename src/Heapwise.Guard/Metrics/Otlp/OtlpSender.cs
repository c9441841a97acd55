using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Heapwise.Guard.Metrics.Figures;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Metrics.Otlp;

/// <summary>
/// Sends messages to a collector, over HTTP or gRPC. What goes wrong is said without the address's path and without headers.
/// </summary>
internal sealed class OtlpSender : IDisposable
{
    /// <summary>gRPC puts a byte for compression and four for the length before a message.</summary>
    private const int GrpcPrefix = 5;

    private readonly OtlpSettings _settings;
    private readonly HttpClient _http;

    public OtlpSender(OtlpSettings settings)
    {
        _settings = settings;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = settings.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // addresses of names change
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = 1,
        };
        _http = new HttpClient(handler, disposeHandler: true) { Timeout = settings.Timeout, MaxResponseContentBufferSize = 1 << 20 };
    }

    /// <returns>What went wrong, for a person; null where it was received.</returns>
    public async Task<string?> SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        try
        {
            using var request = CreateRequest(message);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            if (!response.IsSuccessStatusCode) return Answered("status", ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
            if (_settings.Protocol != OtlpProtocol.Grpc) return null;
            // A call that fails at once has its status in the headers.
            var status = Find(response.TrailingHeaders, "grpc-status") ?? Find(response.Headers, "grpc-status");
            return status == "0" ? null : Answered("gRPC status", status ?? "none");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"{_settings.Address.Host} has not answered within {_settings.Timeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException problem)
        {
            return $"{_settings.Address.Host} cannot be reached: {problem.Message}";
        }
    }

    public void Dispose() => _http.Dispose();

    private string Answered(string what, string status) => $"{_settings.Address.Host} answered with {what} {status}";

    private HttpRequestMessage CreateRequest(ReadOnlyMemory<byte> message)
    {
        var isGrpc = _settings.Protocol == OtlpProtocol.Grpc;
        var content = isGrpc ? new ByteArrayContent(Framed(message.Span)) : (HttpContent)new ReadOnlyMemoryContent(message);
        content.Headers.ContentType = new MediaTypeHeaderValue(isGrpc ? "application/grpc" : "application/x-protobuf");
        var request = new HttpRequestMessage(HttpMethod.Post, _settings.Address) { Content = content };
        if (isGrpc)
        {
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        }

        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("heapwise", GuardFigures.Version));
        foreach (var (name, value) in _settings.Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static byte[] Framed(ReadOnlySpan<byte> message)
    {
        var framed = new byte[GrpcPrefix + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed.AsSpan(GrpcPrefix));
        return framed;
    }

    private static string? Find(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First() : null;
}
