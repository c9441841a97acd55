namespace Heapwise.Diagnosis.Loads;

/// <summary>
/// What to request, how often, and how long to wait. <c>{n}</c> in the URL, a header's value or the body becomes the number of the request.
/// </summary>
public sealed record HttpLoadOptions
{
    /// <summary>In full, or a path on the server that the program turns out to have.</summary>
    public required string Url { get; init; }

    /// <summary>The Unix socket that requests are sent through; null: by TCP, where the URL says.</summary>
    public string? UnixSocket { get; init; }

    public bool IsPath => Url.StartsWith('/');

    public string Method { get; init; } = "GET";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Sent as it is, except for <c>{n}</c>; null: none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>A prime number by default, because growth in multiples of it cannot be chance.</summary>
    public int RequestsPerRound { get; init; } = 101;

    public int WarmUpRequests { get; init; } = 50;

    /// <summary>The maximum number of requests in flight at the same time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>For one request, from connecting to the last byte of the answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the target may take until the URL answers.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Continues when requests fail or are answered with a status of 400 or more: error paths leak, too.</summary>
    public bool AllowErrors { get; init; }

    /// <summary>Follows redirects; otherwise they count as answers.</summary>
    public bool Follows { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
