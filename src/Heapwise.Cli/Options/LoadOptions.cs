using System.CommandLine;
using System.Net.Sockets;
using System.Text;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Shell;
using Heapwise.Diagnosis.Loads;
using Heapwise.Live.Files;

namespace Heapwise.Cli.Options;

/// <summary>The options that say what load a program is put under.</summary>
internal sealed class LoadOptions
{
    private static readonly TimeSpan DefaultEvery = TimeSpan.FromMinutes(1);

    private readonly Option<string?> _url = new("--load")
    {
        Description = "send requests to this URL; /PATH: wherever the program listens; :PORT/PATH: on this machine",
        HelpName = "URL",
    };

    private readonly Option<string?> _socket = new("--unix-socket")
    {
        Description = "send the requests through this Unix socket; found by itself where the program listens at nothing else",
        HelpName = "PATH",
        CompletionSources = { Offers.Files },
    };

    private readonly Option<string?> _command = new("--load-cmd")
    {
        Description = "run this shell command once per round",
        HelpName = "CMD",
    };

    private readonly Option<TimeSpan?> _every = new("--every")
    {
        Description = "no load: rounds of this length while the program does its own work (60s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<int?> _requests = new("--requests")
    {
        Description = "requests per round (101)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    private readonly Option<int?> _warmUp = new("--warmup")
    {
        Description = "requests before the first round; 0 for none (50)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    private readonly Option<int?> _concurrency = new("--concurrency")
    {
        Description = "requests in flight at a time (8)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    private readonly Option<string?> _method = new("--method")
    {
        Description = "GET, POST, ... (GET; with --body POST)",
        HelpName = "METHOD",
        CompletionSources = { _ => [new("GET"), new("POST"), new("PUT"), new("PATCH"), new("DELETE")] },
    };

    private readonly Option<string[]> _headers = new("--header")
    {
        Description = "a request header, 'Name: value'; repeatable",
        HelpName = "HEADER",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _body = new("--body")
    {
        Description = "the request body, or @FILE. {n} in URL, headers and body becomes the number of the request",
        HelpName = "TEXT",
    };

    private readonly Option<TimeSpan?> _timeout = new("--timeout")
    {
        Description = "how long a response may take (30s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<TimeSpan?> _ready = new("--ready-timeout")
    {
        Description = "how long to wait for the URL to respond at the start (30s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<bool> _allowErrors = new("--allow-errors")
    {
        Description = "continue when requests fail or return 400 or above",
    };

    private readonly Option<bool> _follow = new("--follow") { Description = "follow redirects; otherwise they count as answers" };

    public Option[] All =>
    [
        _url, _socket, _command, _every, _requests, _warmUp, _concurrency, _method, _headers, _body, _follow, _timeout, _ready,
        _allowErrors,
    ];

    /// <summary>Those whose values are in the report of an earlier run.</summary>
    public IReadOnlyList<Option> RecordedInReports => [_requests, _warmUp];

    private Option[] HttpOnly => [_socket, _concurrency, _method, _headers, _body, _follow, _timeout, _ready, _allowErrors];

    /// <summary>An option's value as it may be shown again: headers and URLs carry passwords.</summary>
    public string WithoutSecrets(Option option, string value) =>
        option == _url ? TakeCredentials(value).Url
        : option == _headers && value.IndexOf(':') is > 0 and var colon ? value[..colon] + ": …" : value;

    /// <param name="parsed">The command line.</param>
    /// <param name="commandOutput">Where a command's output goes.</param>
    /// <param name="time">The clock of timed rounds.</param>
    /// <param name="earlier">A run whose numbers of requests are the default; null: none.</param>
    /// <exception cref="UsageException">They contradict each other.</exception>
    /// <exception cref="LoadException">A value cannot be sent.</exception>
    public ILoad Create(ParseResult parsed, Stream commandOutput, TimeProvider time, DiagnosisReport? earlier = null)
    {
        var (url, command, every) = (parsed.GetValue(_url), parsed.GetValue(_command), parsed.GetValue(_every));
        if (new object?[] { url, command, every }.Count(given => given is not null) > 1)
            throw new UsageException("give only one of --load, --load-cmd and --every");
        if (url is not null) return CreateHttp(parsed, Complete(url), time, earlier);

        Option[] unused = command is null ? [_requests, _warmUp, .. HttpOnly] : HttpOnly;
        if (unused.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } stray)
            throw new UsageException($"{stray.Name} needs --load URL");
        return command is not null
            ? new CommandLoad(
                new CommandLoadOptions
                {
                    Command = command,
                    Requests = parsed.GetValue(_requests),
                    WarmsUp = parsed.GetValue(_warmUp) != 0,
                },
                commandOutput,
                time)
            : new TimedLoad(every ?? DefaultEvery, time);
    }

    private HttpLoad CreateHttp(ParseResult parsed, string url, TimeProvider time, DiagnosisReport? earlier)
    {
        (url, var credentials) = TakeCredentials(url);
        var body = parsed.GetValue(_body) is { } text ? ReadBody(text) : null;
        var request = new HttpRequestSpec
        {
            Url = url,
            Method = parsed.GetValue(_method) ?? (body is null ? "GET" : "POST"),
            Headers = [.. (parsed.GetValue(_headers) ?? []).Select(ParseHeader), .. credentials],
            Body = body,
        };
        var defaults = DefaultsOf(request, earlier);
        return new HttpLoad(defaults with
        {
            UnixSocket = parsed.GetValue(_socket) is { } socket ? CheckSocket(socket) : null,
            RequestsPerRound = Positive(parsed, _requests) ?? defaults.RequestsPerRound,
            WarmUpRequests = parsed.GetValue(_warmUp) ?? defaults.WarmUpRequests,
            Concurrency = Positive(parsed, _concurrency) ?? defaults.Concurrency,
            RequestTimeout = parsed.GetValue(_timeout) ?? defaults.RequestTimeout,
            ReadyTimeout = parsed.GetValue(_ready) ?? defaults.ReadyTimeout,
            AllowErrors = parsed.GetValue(_allowErrors),
            Follows = parsed.GetValue(_follow),
            Time = time,
        });
    }

    /// <summary><c>:3000/path</c> is on this machine. A path alone is completed when it is known where the program listens.</summary>
    private static string Complete(string url)
    {
        if (!url.StartsWith(':')) return url;
        return "http://localhost" + (url.Contains('/') ? url : url + "/");
    }

    /// <summary>A URL without its user and password, and these as a header: the URL is printed and kept in reports.</summary>
    private static (string Url, (string Name, string Value)[] Header) TakeCredentials(string url)
    {
        var begin = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (begin < 3) return (url, []);
        var end = url.IndexOfAny(['/', '?', '#'], begin);
        var at = url.LastIndexOf('@', (end < 0 ? url.Length : end) - 1);
        if (at < begin) return (url, []);
        var words = Uri.UnescapeDataString(url[begin..at]);
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes(words.Contains(':') ? words : words + ":"));
        return (url[..begin] + url[(at + 1)..], [("Authorization", "Basic " + token)]);
    }

    private static string CheckSocket(string path)
    {
        try
        {
            _ = new UnixDomainSocketEndPoint(path);
            return path;
        }
        catch (ArgumentException problem)
        {
            throw new UsageException($"--unix-socket {path}: not the path of a socket, which has at most 107 bytes", problem);
        }
    }

    private static HttpLoadOptions DefaultsOf(HttpRequestSpec request, DiagnosisReport? earlier)
    {
        var defaults = new HttpLoadOptions { Mix = [RequestSequence.Of(request)] };
        if (earlier?.Rounds is not [var baseline, { Requests: > 0 and var requests }, ..]) return defaults;
        var warmUp = Math.Max(0, baseline.Requests ?? 0); // without a warm-up the baseline has no number
        return defaults with { RequestsPerRound = requests, WarmUpRequests = warmUp };
    }

    private static int? Positive(ParseResult parsed, Option<int?> option) =>
        parsed.GetValue(option) is not 0 and var value ? value : throw new UsageException($"{option.Name} 0: must be at least 1");

    private static (string Name, string Value) ParseHeader(string header) => header.IndexOf(':') is > 0 and var colon
        ? (header[..colon].Trim(), header[(colon + 1)..].Trim())
        : throw new UsageException($"--header '{header}': must be 'Name: value'");

    private static byte[] ReadBody(string text)
    {
        if (!text.StartsWith('@')) return Encoding.UTF8.GetBytes(text);
        try
        {
            return File.ReadAllBytes(text[1..]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--body {text}: cannot be read: {FileErrors.Describe(failure)}", failure);
        }
    }
}
