namespace Heapwise.Guard.Settings;

/// <summary>An address that events are posted to.</summary>
/// <param name="Url">It is a secret: anybody who knows it can post.</param>
/// <param name="Headers">Added to every request.</param>
/// <param name="Template">The body with places such as <c>{summary}</c>; null: the event as JSON.</param>
/// <param name="Timeout">For one request.</param>
public sealed record WebhookSettings(
    Uri Url, IReadOnlyList<(string Name, string Value)> Headers, string? Template, TimeSpan Timeout);
