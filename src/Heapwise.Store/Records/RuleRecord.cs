namespace Heapwise.Store.Records;

/// <summary>
/// Where a rule stands for a target, so that a guard that is started again neither repeats itself nor forgets its limits.
/// </summary>
/// <param name="Target">The key of the target.</param>
/// <param name="Rule">The name of the rule.</param>
/// <param name="State">As whoever judges wrote it.</param>
public sealed record RuleRecord(string Target, string Rule, string State);
