using Heapwise.Guard.Reports;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>An event on its way to a receiver.</summary>
/// <param name="Happened">The event.</param>
/// <param name="Json">The same in a line of JSON.</param>
public sealed record SinkMessage(EventReport Happened, string Json);
