namespace Heapwise.Guard.Alerts.Words;

/// <summary>How an alert looks: services show it as a color.</summary>
public enum AlertTone
{
    Critical,
    Warning,
    Info,
    Resolved,
}
