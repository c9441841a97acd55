using System.Text;

namespace Heapwise.Diagnosis.Loads;

/// <summary>Creates one request of a load again and again, numbered from 1.</summary>
internal sealed class RequestTemplate
{
    private const string Placeholder = "{n}";

    /// <summary>Stands for the server until it is known.</summary>
    private const string AnyServer = "http://localhost";

    private readonly HttpRequestSpec _request;
    private readonly string _server;
    private readonly HttpMethod _method;
    private readonly string? _body; // one character per byte

    /// <param name="request">What is requested.</param>
    /// <param name="server">Where, if the URL is only a path; empty where that is not known yet.</param>
    /// <exception cref="LoadException">The URL, the method or a header cannot be sent.</exception>
    public RequestTemplate(HttpRequestSpec request, string server = "")
    {
        _request = request;
        _server = server;
        _body = request.Body is { } body ? Encoding.Latin1.GetString(body) : null;
        try
        {
            _method = new HttpMethod(request.Method.ToUpperInvariant());
        }
        catch (FormatException problem)
        {
            throw new LoadException($"--method {request.Method}: not an HTTP method", problem);
        }

        using var first = Create(1);
    }

    public bool IsLoopback => CreateAddress(1).IsLoopback;

    /// <summary>True where a request is not the same as the one before.</summary>
    public bool Varies =>
        HasPlace(_request.Url) || HasPlace(_body ?? "") || _request.Headers.Any(header => HasPlace(header.Value));

    /// <summary>The Unix socket that it is sent through; null: none.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>The request in messages.</summary>
    public string Name => $"{_method} {_server}{_request.Url}" + (UnixSocket is null ? "" : $" through {UnixSocket}");

    public HttpRequestMessage Create(int number)
    {
        var request = new HttpRequestMessage(_method, CreateAddress(number));
        if (_body is not null) request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(Numbered(_body, number)));
        foreach (var (name, value) in _request.Headers) AddHeader(request, name, Numbered(value, number));
        if (!request.Headers.Contains("User-Agent")) request.Headers.Add("User-Agent", "heapwise");
        return request;
    }

    private Uri CreateAddress(int number)
    {
        var server = _server.Length == 0 && _request.IsPath ? AnyServer : _server;
        var isAddress = Uri.TryCreate(server + Numbered(_request.Url, number), UriKind.Absolute, out var address);
        if (isAddress && address!.Scheme is "http" or "https") return address; // parsed, or it would be no address
        throw new LoadException($"--load {_request.Url}: not a URL. Give one such as http://127.0.0.1:3000/, or a path such as /");
    }

    private static void AddHeader(HttpRequestMessage request, string name, string value)
    {
        if (request.Headers.TryAddWithoutValidation(name, value)) return;
        request.Content ??= new ByteArrayContent([]); // headers such as Content-Type belong to a body
        if (!request.Content.Headers.TryAddWithoutValidation(name, value))
            throw new LoadException($"--header {name}: not a header's name. Give 'Name: value'");
    }

    private static bool HasPlace(string text) => text.Contains(Placeholder, StringComparison.Ordinal);

    private static string Numbered(string text, int number) => text.Replace(Placeholder, $"{number}", StringComparison.Ordinal);
}
