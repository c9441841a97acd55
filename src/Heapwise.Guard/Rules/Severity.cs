namespace Heapwise.Guard.Rules;

/// <summary>How much it matters.</summary>
public enum Severity
{
    Info,
    Warning,
    Critical,
}
