using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Shell;
using Heapwise.Diagnosis.Loads;

namespace Heapwise.Cli.Options;

/// <summary>The options that say how a program is driven.</summary>
internal sealed class LoadOptions
{
    private static readonly TimeSpan DefaultEvery = TimeSpan.FromMinutes(1);

    private readonly Option<string?> _url = new("--load") { Description = "drive the program with requests of this URL", HelpName = "URL" };
    private readonly Option<string?> _command = new("--load-cmd") { Description = "drive it with a shell command, run once a round", HelpName = "CMD" };
    private readonly Option<TimeSpan?> _every = new("--every") { Description = "neither: rounds of this length, while it does its own work (60s)", HelpName = "TIME", CustomParser = OptionParsers.Duration };
    private readonly Option<int?> _requests = new("--requests") { Description = "requests a round (101)", HelpName = "N", CustomParser = OptionParsers.Count };
    private readonly Option<int?> _warmUp = new("--warmup") { Description = "requests before the first round (50); 0: none", HelpName = "N", CustomParser = OptionParsers.Count };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "requests under way at a time (8)", HelpName = "N", CustomParser = OptionParsers.Count };
    private readonly Option<string?> _method = new("--method") { Description = "GET, POST, ... (GET; with --body POST)", HelpName = "METHOD" };
    private readonly Option<string[]> _headers = new("--header") { Description = "a header, 'Name: value'; may be given again", HelpName = "HEADER", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _body = new("--body") { Description = "what to send, or @FILE. {n} in URL, header and body becomes the number of the request, so that each asks for something else", HelpName = "TEXT" };
    private readonly Option<TimeSpan?> _timeout = new("--timeout") { Description = "how long an answer may take (30s)", HelpName = "TIME", CustomParser = OptionParsers.Duration };
    private readonly Option<TimeSpan?> _ready = new("--ready-timeout") { Description = "how long the program may take until the URL answers (30s)", HelpName = "TIME", CustomParser = OptionParsers.Duration };
    private readonly Option<bool> _allowErrors = new("--allow-errors") { Description = "go on when requests fail or are answered with 400 or more" };

    public Option[] All => [_url, _command, _every, _requests, _warmUp, _concurrency, _method, _headers, _body, _timeout, _ready, _allowErrors];

    /// <summary>Those whose values a report of an earlier run tells.</summary>
    public IReadOnlyList<Option> ToldByReports => [_requests, _warmUp];

    /// <summary>The first of these options that was given; null where none was.</summary>
    public string? FirstGiven(ParseResult parsed) => All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>An option's value as it may be shown again: headers carry passwords.</summary>
    public string WithoutSecrets(Option option, string value) => option == _headers && value.IndexOf(':') is > 0 and var colon ? value[..colon] + ": …" : value;

    /// <param name="parsed">The command line.</param>
    /// <param name="commandOutput">Where a command's output goes.</param>
    /// <param name="time">The clock of timed rounds.</param>
    /// <param name="earlier">A run whose numbers of requests are the default; null: none.</param>
    /// <exception cref="UsageException">They contradict each other.</exception>
    /// <exception cref="LoadException">A value cannot be sent.</exception>
    public ILoad Create(ParseResult parsed, Stream commandOutput, TimeProvider time, DiagnosisReport? earlier = null)
    {
        var (url, command, every) = (parsed.GetValue(_url), parsed.GetValue(_command), parsed.GetValue(_every));
        if ((url is null ? 0 : 1) + (command is null ? 0 : 1) + (every is null ? 0 : 1) > 1) throw new UsageException("give one of --load, --load-cmd and --every");
        if (url is not null) return Http(parsed, url, time, earlier);
        Option[] httpOnly = command is null ? All[3..] : [_concurrency, _method, _headers, _body, _timeout, _ready, _allowErrors];
        if (httpOnly.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } stray) throw new UsageException($"{stray.Name} belongs to --load URL");
        return command is not null
            ? new CommandLoad(command, parsed.GetValue(_requests), parsed.GetValue(_warmUp) != 0, commandOutput, time)
            : new TimedLoad(every ?? DefaultEvery, time);
    }

    private HttpLoad Http(ParseResult parsed, string url, TimeProvider time, DiagnosisReport? earlier)
    {
        var defaults = new HttpLoadOptions { Url = url };
        if (earlier?.Rounds is [var baseline, { Requests: > 0 and var requests }, ..])
            defaults = defaults with { RequestsPerRound = requests, WarmUpRequests = Math.Max(0, baseline.Requests ?? 0) }; // without a warm-up the baseline has no number
        var body = parsed.GetValue(_body) is { } text ? BodyOf(text) : null;
        return new HttpLoad(defaults with
        {
            Method = parsed.GetValue(_method) ?? (body is null ? "GET" : "POST"),
            Headers = [.. (parsed.GetValue(_headers) ?? []).Select(HeaderOf)],
            Body = body,
            RequestsPerRound = AtLeastOne(parsed, _requests) ?? defaults.RequestsPerRound,
            WarmUpRequests = parsed.GetValue(_warmUp) ?? defaults.WarmUpRequests,
            Concurrency = AtLeastOne(parsed, _concurrency) ?? defaults.Concurrency,
            RequestTimeout = parsed.GetValue(_timeout) ?? defaults.RequestTimeout,
            ReadyTimeout = parsed.GetValue(_ready) ?? defaults.ReadyTimeout,
            AllowErrors = parsed.GetValue(_allowErrors),
            Time = time,
        });
    }

    private static int? AtLeastOne(ParseResult parsed, Option<int?> option) =>
        parsed.GetValue(option) is not 0 and var value ? value : throw new UsageException($"{option.Name} 0: at least 1");

    private static (string Name, string Value) HeaderOf(string header) => header.IndexOf(':') is > 0 and var colon
        ? (header[..colon].Trim(), header[(colon + 1)..].Trim())
        : throw new UsageException($"--header '{header}': give 'Name: value'");

    private static byte[] BodyOf(string text)
    {
        if (!text.StartsWith('@')) return System.Text.Encoding.UTF8.GetBytes(text);
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
