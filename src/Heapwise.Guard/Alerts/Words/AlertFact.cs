namespace Heapwise.Guard.Alerts.Words;

/// <summary>One line of an alert.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Text">Its value.</param>
/// <param name="IsCode">Whether it is something to copy: a command, a file, a line of code.</param>
public sealed record AlertFact(string Label, string Text, bool IsCode);
