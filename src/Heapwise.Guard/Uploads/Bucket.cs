using System.Globalization;
using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.RuntimeDependencies;
using Amazon.S3;
using Amazon.SecurityToken;
using Heapwise.Guard.Settings;
using Polly;
using Polly.Retry;

namespace Heapwise.Guard.Uploads;

/// <summary>
/// A bucket that may be out of reach. Requests that may work the next time are repeated with growing pauses for as long as it takes.
/// </summary>
internal sealed class Bucket : IDisposable
{
    private const int MaxWords = 600;
    private const string RegionOfOthers = "us-east-1"; // signed, and ignored by servers that have no regions
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    private readonly AmazonS3Client _client;
    private readonly ResiliencePipeline _retries;
    private readonly UploadSettings _settings;

    static Bucket() => GlobalRuntimeDependencyRegistry.Instance.RegisterSecurityTokenServiceClient(
        context => new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), RegionOf(context)));

    /// <param name="settings">Where, and as whom.</param>
    /// <param name="limits">How fast, and how long nothing may move.</param>
    /// <param name="time">For pauses.</param>
    /// <param name="onRetry">Hears of every request that is going to be repeated.</param>
    /// <exception cref="UploadException">The settings name something that is not there.</exception>
    public Bucket(UploadSettings settings, TransferLimits limits, TimeProvider time, Action<UploadException> onRetry)
    {
        _settings = settings;
        var pace = new Pace(settings.MaxRate, time);
        _client = Translated(() => CreateClient(settings, new PacedClients(pace, limits.MaxSilence)));
        _retries = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<UploadException>(problem => problem.IsTransient),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = limits.FirstPause ?? FirstPause,
            MaxDelay = MaxPause,
            OnRetry = attempt =>
            {
                onRetry((UploadException)attempt.Outcome.Exception!); // handled are these only
                return default;
            },
        }).Build();
    }

    public string Name => _settings.Bucket;

    /// <summary>Makes one request, as often as it takes.</summary>
    /// <exception cref="UploadException">It was refused for good.</exception>
    public async Task<T> CallAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        await _retries.ExecuteAsync(async stop => await CallOnceAsync(call, stop), cancellation);

    /// <summary>Makes one request once.</summary>
    /// <exception cref="UploadException">It has failed.</exception>
    public async Task<T> CallOnceAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call(_client, cancellation);
        }
        catch (Exception problem) when (problem is not (UploadException or OperationCanceledException))
        {
            cancellation.ThrowIfCancellationRequested(); // a request that is cancelled fails in many ways
            throw Translate(problem);
        }
        catch (OperationCanceledException problem) when (!cancellation.IsCancellationRequested)
        {
            throw Translate(problem);
        }
    }

    public void Dispose() => _client.Dispose();

    private static AmazonS3Client CreateClient(UploadSettings settings, PacedClients clients)
    {
        var config = new AmazonS3Config
        {
            HttpClientFactory = clients,
            MaxErrorRetry = 0, // we repeat
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED, // ours are given with each request
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (settings.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = settings.Region ?? RegionOfOthers;
        }
        else if (settings.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return FindCredentials(settings.Credentials) is { } credentials
            ? new AmazonS3Client(credentials, config)
            : new AmazonS3Client(config);
    }

    /// <summary>Null: the usual chain, which ends with the services of a cloud.</summary>
    private static AWSCredentials? FindCredentials(CredentialSource source)
    {
        if (source is { File: null, Profile: null }) return null;
        var profile = source.Profile ?? SharedCredentialsFile.DefaultProfileName;
        var chain = source.File is { } file ? new CredentialProfileStoreChain(file) : new CredentialProfileStoreChain();
        return chain.TryGetAWSCredentials(profile, out var found)
            ? found
            : throw new UploadException(
                $"{source.File ?? "the file of credentials"} has no usable profile \"{profile}\"", isTransient: false);
    }

    private static RegionEndpoint RegionOf(CreateInstanceContext context) =>
        context.SecurityTokenServiceClientContextData?.Region ?? RegionEndpoint.GetBySystemName(RegionOfOthers);

    private T Translated<T>(Func<T> create)
    {
        try
        {
            return create();
        }
        catch (Exception problem) when (problem is AmazonClientException or AmazonServiceException or ArgumentException)
        {
            throw Translate(problem);
        }
    }

    /// <summary>What a server has refused, and what is missing on our side, does not get better by itself; all else may.</summary>
    private UploadException Translate(Exception problem)
    {
        var place = $"s3://{_settings.Bucket}{(_settings.Endpoint is { } endpoint ? $" at {endpoint.Authority}" : "")}";
        for (var cause = problem; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException or IOException or OperationCanceledException)
                return new UploadException($"{place} cannot be reached: {Words(cause)}", isTransient: true, cause: problem);
        }

        if (problem is AmazonServiceException { StatusCode: not 0 } answer)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{place} answered {(int)answer.StatusCode}");
            var code = answer.ErrorCode is { Length: > 0 } given && given.Any(char.IsLetter) ? given : "";
            return new UploadException(
                code.Length > 0 ? $"{text} ({code}): {Words(answer)}" : text, IsTransient(answer.StatusCode, code), code, problem);
        }

        return problem is AmazonClientException or AmazonServiceException or ArgumentException
            ? new UploadException($"{place}: {Words(problem)}", isTransient: false, cause: problem)
            : new UploadException($"{place} gave an answer that makes no sense: {Words(problem)}", isTransient: true, cause: problem);
    }

    private static bool IsTransient(HttpStatusCode status, string code) =>
        ((int)status >= 500 && status != HttpStatusCode.NotImplemented)
        || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or < HttpStatusCode.BadRequest
        || code is "RequestTimeout" or "SlowDown" or "Throttling" or "OperationAborted" or "BadDigest";

    private static string Words(Exception problem)
    {
        var line = problem.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return line.Length > MaxWords ? line[..MaxWords] + "…" : line;
    }
}

/// <summary>How requests are made.</summary>
/// <param name="MaxSilence">How long nothing may move on a connection.</param>
/// <param name="FirstPause">Before a request is repeated the first time; null: the usual.</param>
internal sealed record TransferLimits(TimeSpan MaxSilence, TimeSpan? FirstPause = null)
{
    public static readonly TransferLimits Usual = new(TimeSpan.FromSeconds(30));
}
