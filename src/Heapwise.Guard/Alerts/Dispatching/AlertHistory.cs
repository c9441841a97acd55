using System.Text.Json;
using Heapwise.Guard.Alerts.Sinks;
using Heapwise.Guard.Reports;
using Heapwise.Store;
using Heapwise.Store.Reading;

namespace Heapwise.Guard.Alerts.Dispatching;

/// <summary>What an earlier guard has told.</summary>
internal static class AlertHistory
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    /// <summary>The alerts that it has begun and not ended. None where the history cannot be read.</summary>
    public static OpenAlerts FindOpen(HistoryReader reader, DateTimeOffset now)
    {
        var open = new OpenAlerts();
        try
        {
            foreach (var body in reader.FindEventBodies(now - MaxAge)) open.Hear(GuardJson.ReadEvent(body));
        }
        catch (Exception problem) when (problem is StoreException or JsonException)
        {
            return open; // what is known by then
        }

        return open;
    }
}
