namespace Heapwise.Store.Records;

/// <summary>Something that happened to a target, as it was told to the world.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Target">The key of the target.</param>
/// <param name="At">When.</param>
/// <param name="Rule">Which rule it was; empty where none was.</param>
/// <param name="State">Such as <c>firing</c>, <c>resolved</c> or <c>evidence</c>.</param>
/// <param name="Severity">Such as <c>warning</c>.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Body">All of it, as JSON.</param>
public sealed record StoredEvent(
    string Id, string Target, DateTimeOffset At, string Rule, string State, string Severity, string Summary, string Body);
