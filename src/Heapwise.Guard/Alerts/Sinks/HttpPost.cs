namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>One request to a receiver.</summary>
/// <param name="Url">Where to. A user in it is sent as basic authentication.</param>
/// <param name="Body">JSON.</param>
/// <param name="Timeout">For the whole request.</param>
public sealed record HttpPost(Uri Url, string Body, TimeSpan Timeout)
{
    /// <summary>Added to the request.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>What no message may show.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}
