namespace Heapwise.Store.Records;

/// <summary>A message that has not reached its receiver yet. Those of one receiver are sent in their order.</summary>
/// <param name="Sequence">Its place in the order; 0 before it is kept.</param>
/// <param name="Receiver">The name of the sink.</param>
/// <param name="Alert">What opens and closes together: a firing and its end have the same. Empty for a message by itself.</param>
/// <param name="Body">The event, as JSON.</param>
/// <param name="At">When it happened.</param>
public sealed record Delivery(long Sequence, string Receiver, string Alert, string Body, DateTimeOffset At);
