namespace Heapwise.Server.Watching;

/// <summary>Something that takes a while.</summary>
/// <param name="Kind">What.</param>
/// <param name="Fraction">How much of it is done, where that is known.</param>
/// <param name="Text">The step, in English.</param>
public sealed record LiveActivity(LiveActivityKind Kind, double? Fraction, string Text);
