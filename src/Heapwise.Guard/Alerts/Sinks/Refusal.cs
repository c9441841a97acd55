namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>A service has refused a message, although HTTP says that all is well.</summary>
/// <param name="Code">The service's own code.</param>
/// <param name="Reason">In the service's words.</param>
/// <param name="IsForGood">Whether sending it again would not help.</param>
/// <param name="RetryAfter">When the service takes it again; null: it does not say.</param>
public sealed record Refusal(long Code, string Reason, bool IsForGood, TimeSpan? RetryAfter);
