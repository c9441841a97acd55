using Heapwise.Guard.Reports;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>An alert that is not over, with what is known about it by now.</summary>
/// <param name="Fired">Its beginning.</param>
/// <param name="Evidence">What was taken for it; null: nothing yet.</param>
/// <param name="Finding">What a diagnosis says; null: nothing yet.</param>
public sealed record OpenAlert(EventReport Fired, EventReport? Evidence, EventReport? Finding);
