using Heapwise.Guard.Reports;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// The alerts that are not over: some services want to hear of them again and again, or only as long as they last. Thread-safe.
/// </summary>
public sealed class OpenAlerts
{
    private readonly Dictionary<string, OpenAlert> _open = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>By the key of each alert.</summary>
    public IReadOnlyDictionary<string, OpenAlert> All
    {
        get { lock (_lock) return new Dictionary<string, OpenAlert>(_open, StringComparer.Ordinal); }
    }

    public OpenAlert? Find(string? alert)
    {
        lock (_lock) return alert is null ? null : _open.GetValueOrDefault(alert);
    }

    /// <summary>Takes in an event, in the order of events.</summary>
    public void Hear(EventReport happened)
    {
        if (happened.Alert is not { } alert) return;
        lock (_lock)
        {
            if (happened.State == "firing") _open[alert] = new OpenAlert(happened, Evidence: null, Finding: null);
            else if (happened.State == "resolved") _open.Remove(alert);
            else if (_open.GetValueOrDefault(alert) is { } open) _open[alert] = Extend(open, happened);
        }
    }

    private static OpenAlert Extend(OpenAlert open, EventReport happened) => happened.Kind switch
    {
        "evidence" or "upload" => open with { Evidence = happened },
        "finding" => open with { Finding = happened },
        _ => open,
    };
}
