using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;

namespace Heapwise.Diagnosis.Loads;

/// <summary>
/// The built-in load: a fixed number of requests per round, a few at a time. Each round opens its own connections and closes them at its
/// end, so that what is found in the target afterwards belongs to the target. Answers are read to the end and dropped. Redirects are
/// followed on request only; proxies are not used, and cookies only within a sequence of requests.
/// </summary>
public sealed class HttpLoad : ILoad
{
    /// <summary>A longer chain is a loop.</summary>
    private const int MaxRedirects = 10;

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan MaxPoll = TimeSpan.FromMilliseconds(500);

    private readonly HttpLoadOptions _options;
    private readonly LoadConnections _connections = new();
    private RequestMix _mix; // another one once the port is known
    private int _sent;

    /// <exception cref="LoadException">The URL, the method or a header cannot be sent.</exception>
    public HttpLoad(HttpLoadOptions options)
    {
        _options = options;
        _mix = new RequestMix(options);
        if (options.UnixSocket is { } socket) SendThrough(socket);
    }

    /// <summary>Whether the URL is only a path, of wherever the program listens.</summary>
    public bool IsPortMissing => _options.UnixSocket is null && _mix.HasPaths;

    /// <summary>Whether requests are sent to this machine as we see it, which another network does not.</summary>
    internal bool IsToLoopback => _options.UnixSocket is null && _mix.IsLoopback;

    public LoadDescription Description =>
        new LoadDescription.Requests(_options.RequestsPerRound, _mix.Name, _options.Concurrency, _mix.Varies);

    /// <summary>Its connections now, and which of those it opens it may use.</summary>
    internal LoadConnections Connections => _connections;

    /// <summary>Completes URLs that are only a path.</summary>
    public void SendTo(IPEndPoint server) => _mix = _mix.For(server);

    /// <summary>Sends requests through a Unix socket.</summary>
    public void SendThrough(string socket)
    {
        _connections.UnixSocket = socket;
        _mix = new RequestMix(_options with { UnixSocket = socket });
    }

    /// <summary>How long the program may take until it can be driven.</summary>
    internal TimeSpan ReadyTimeout => _options.ReadyTimeout;

    /// <summary>Polls until anything but 503 is answered, which servers return while they start. The polls count in <c>{n}</c>.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(_options.ReadyTimeout, _options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var invoker = Connect();
        var seen = "no answer";
        try
        {
            for (var pause = FirstPoll; ; pause = pause * 2 < MaxPoll ? pause * 2 : MaxPoll)
            {
                var (status, problem) = await SendAsync(invoker, _mix.Ready, Interlocked.Increment(ref _sent), null, both.Token);
                if (status is not (null or HttpStatusCode.ServiceUnavailable)) return;
                seen = status is null ? problem : Describe(status.Value);
                await Task.Delay(pause, _options.Time, both.Token);
            }
        }
        catch (OperationCanceledException problem) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new LoadException(
                $"{_mix.Ready.Name} is not ready after {Seconds(_options.ReadyTimeout)}: {seen}. "
                + "Check the URL and that the program listens there, or allow more time with --ready-timeout", problem);
        }
    }

    public async Task<LoadOutcome?> WarmUpAsync(IProgress<double>? progress, CancellationToken cancellation) =>
        _options.WarmUpRequests == 0 ? null : await RunAsync("the warm-up", _options.WarmUpRequests, progress, cancellation);

    public async Task<LoadOutcome> RunRoundAsync(int round, IProgress<double>? progress, CancellationToken cancellation) =>
        await RunAsync($"round {round}", _options.RequestsPerRound, progress, cancellation);

    public async Task<LoadOutcome> RunBurstAsync(int firstRound, int rounds, IProgress<double>? progress, CancellationToken cancellation) =>
        await RunAsync($"the burst after round {firstRound - 1}", _options.RequestsPerRound * rounds, progress, cancellation);

    private async Task<LoadOutcome> RunAsync(string phase, int requests, IProgress<double>? progress, CancellationToken cancellation)
    {
        var start = _options.Time.GetTimestamp();
        int done = 0, failures = 0;
        var statuses = new ConcurrentDictionary<int, int>();
        var astray = _connections.Astray;
        using var invoker = Connect();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, requests), parallel, async (index, token) =>
        {
            var sequence = _mix.At(index);
            var number = Interlocked.Increment(ref _sent);
            var cookies = sequence.Count > 1 ? new CookieContainer() : null;
            foreach (var request in sequence)
            {
                var (status, problem) = await SendAsync(invoker, request, number, cookies, token);
                if (status is { } answered) statuses.AddOrUpdate((int)answered, 1, (_, count) => count + 1);
                if (status is < HttpStatusCode.BadRequest) continue;
                if (!_options.AllowErrors) throw CreateFailure(request, phase, status, problem);
                Interlocked.Increment(ref failures);
                break; // the rest of the sequence relies on it
            }

            progress?.Report((double)Interlocked.Increment(ref done) / requests);
        });
        _connections.Close();
        // How many of them the process meant has served is not known if some went to another.
        int? served = astray == _connections.Astray ? requests : null;
        return new LoadOutcome(served, failures, _options.Time.GetElapsedTime(start), statuses);
    }

    /// <summary>The status of the answer once its body is read; or null and what went wrong.</summary>
    private async Task<(HttpStatusCode? Status, string Problem)> SendAsync(
        HttpMessageInvoker invoker, RequestTemplate template, int number, CookieContainer? cookies, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(_options.RequestTimeout, _options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var request = template.Create(number);
        if (cookies is not null) AddCookies(request, cookies);
        try
        {
            using var response = await invoker.SendAsync(request, both.Token);
            if (cookies is not null) KeepCookies(response, cookies);
            await response.Content.CopyToAsync(Stream.Null, both.Token);
            return (response.StatusCode, "");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return (null, $"no complete answer within {Seconds(_options.RequestTimeout)}");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException && !cancellation.IsCancellationRequested)
        {
            return (null, Innermost(problem));
        }
    }

    private static void AddCookies(HttpRequestMessage request, CookieContainer cookies)
    {
        // Set by whoever creates requests.
        var header = cookies.GetCookieHeader(request.RequestUri!);
        if (header.Length > 0) request.Headers.TryAddWithoutValidation("Cookie", header);
    }

    private static void KeepCookies(HttpResponseMessage response, CookieContainer cookies)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var lines)) return;
        foreach (var line in lines)
        {
            try
            {
                cookies.SetCookies(response.RequestMessage!.RequestUri!, line); // of the last request, where redirects were followed
            }
            catch (CookieException)
            {
                continue; // a browser would drop it, too
            }
        }
    }

    private static LoadException CreateFailure(RequestTemplate request, string phase, HttpStatusCode? status, string problem) =>
        new(status is { } answered
        ? $"{request.Name} answered {Describe(answered)} in {phase}. "
            + "Fix the request, or continue with --allow-errors: error paths leak, too"
        : $"{request.Name} failed in {phase}: {problem}. "
            + "Lower --concurrency or raise --timeout, or continue with --allow-errors");

    private HttpMessageInvoker Connect()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = _options.Follows,
            MaxAutomaticRedirections = MaxRedirects,
            UseCookies = false,
            UseProxy = false,
            MaxConnectionsPerServer = _options.Concurrency,
            ConnectTimeout = _options.RequestTimeout,
            ConnectCallback = _connections.ConnectAsync,
        };
        var isHere = _mix.IsLoopback; // a server under test on this machine has a self-signed certificate
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) => isHere || errors == SslPolicyErrors.None;
        return new HttpMessageInvoker(handler, disposeHandler: true);
    }

    private static string Describe(HttpStatusCode status) => $"{(int)status} {status}";

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.#} s");

    private static string Innermost(Exception problem)
    {
        while (problem.InnerException is { } inner) problem = inner;
        return problem.Message.TrimEnd('.');
    }
}
