namespace Heapwise.Diagnosis.Loads;

/// <summary>What to request, how often, and how long to wait.</summary>
public sealed record HttpLoadOptions
{
    /// <summary>What is sent, in fixed proportions: the same in every round.</summary>
    public required IReadOnlyList<RequestSequence> Mix { get; init; }

    /// <summary>What is asked until the program is ready; null: the first request of the mix.</summary>
    public HttpRequestSpec? Ready { get; init; }

    /// <summary>The Unix socket that requests are sent through; null: by TCP, where the URL says.</summary>
    public string? UnixSocket { get; init; }

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
