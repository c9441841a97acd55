using System.Text;

namespace Heapwise.Diagnosis.Loads;

/// <summary>Creates the requests of a load, numbered from 1.</summary>
internal sealed class RequestTemplate
{
    private const string Placeholder = "{n}";

    private readonly HttpLoadOptions _options;
    private readonly HttpMethod _method;
    private readonly string? _body; // one character per byte

    /// <exception cref="LoadException">The URL, the method or a header cannot be sent.</exception>
    public RequestTemplate(HttpLoadOptions options)
    {
        _options = options;
        _body = options.Body is { } body ? Encoding.Latin1.GetString(body) : null;
        try
        {
            _method = new HttpMethod(options.Method.ToUpperInvariant());
        }
        catch (FormatException problem)
        {
            throw new LoadException($"--method {options.Method}: not an HTTP method", problem);
        }

        using var first = Create(1);
    }

    public bool IsLoopback => CreateAddress(1).IsLoopback;

    /// <summary>The request in messages.</summary>
    public string Name => $"{_method} {_options.Url}";

    public HttpRequestMessage Create(int number)
    {
        var request = new HttpRequestMessage(_method, CreateAddress(number));
        if (_body is not null) request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(Numbered(_body, number)));
        foreach (var (name, value) in _options.Headers) AddHeader(request, name, Numbered(value, number));
        if (!request.Headers.Contains("User-Agent")) request.Headers.Add("User-Agent", "heapwise");
        return request;
    }

    private Uri CreateAddress(int number) =>
        Uri.TryCreate(Numbered(_options.Url, number), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new LoadException($"--load {_options.Url}: not a URL. Give the full URL, such as http://127.0.0.1:3000/");

    private static void AddHeader(HttpRequestMessage request, string name, string value)
    {
        if (request.Headers.TryAddWithoutValidation(name, value)) return;
        request.Content ??= new ByteArrayContent([]); // headers such as Content-Type belong to a body
        if (!request.Content.Headers.TryAddWithoutValidation(name, value))
            throw new LoadException($"--header {name}: not a header's name. Give 'Name: value'");
    }

    private static string Numbered(string text, int number) => text.Replace(Placeholder, $"{number}", StringComparison.Ordinal);
}
