using Heapwise.Guard.Alerts.Sinks;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;
using Heapwise.Store.Records;

namespace Heapwise.Guard.Alerts.Dispatching;

/// <summary>
/// Reports news: at once to the person at the terminal and to the log, and through the history to receivers that may be out of reach. The
/// event and its messages are kept together before anything is sent.
/// </summary>
public sealed class Dispatcher : IAsyncDisposable
{
    private readonly Chronicle _chronicle;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly HttpDelivery _http;
    private readonly OpenAlerts _open;
    private EventLog? _log;
    private IReadOnlyList<SinkQueue> _queues = [];
    private NewsLanguage _language;

    /// <param name="settings">Who is notified.</param>
    /// <param name="chronicle">Where events are kept.</param>
    /// <param name="time">For pauses between attempts.</param>
    /// <param name="say">Hears every event as a sentence.</param>
    public Dispatcher(AlertSettings settings, Chronicle chronicle, TimeProvider time, Action<string> say)
    {
        (_chronicle, _time, _say) = (chronicle, time, say);
        _http = new HttpDelivery(time);
        _open = AlertHistory.FindOpen(chronicle.History.Reader, time.GetUtcNow());
        Open(settings);
    }

    /// <summary>Of events that are for no receiver in particular.</summary>
    public NewsLanguage Language => _language;

    /// <summary>Other receivers from now on. What waits for one that is gone stays until there is one of its name again.</summary>
    public async Task ApplyAsync(AlertSettings settings)
    {
        await CloseAsync();
        Open(settings);
    }

    public void Tell(News news)
    {
        var report = EventReports.Of(news, _language);
        var json = GuardJson.WriteLine(report);
        _open.Hear(report);
        _log?.Write(json); // what is said is in the log
        _say(report.State == "firing" ? $"{report.Severity}: {report.Summary}" : report.Summary);
        // Coming and going is for the record; it wakes nobody.
        var isForReceivers = report.Kind is not ("started" or "ended");
        var messages = isForReceivers
            ? _queues.Where(queue => queue.IsFor(report)).Select(queue => MessageFor(queue, news, report, json)).ToList()
            : [];
        _chronicle.Add(
            new StoredEvent(
                report.Id, news.Target.Key, news.At, report.Rule ?? "", report.State ?? report.Kind, report.Severity, report.Summary, json),
            messages);
        foreach (var queue in _queues) queue.Wake();
    }

    /// <summary>How many messages wait, by receiver.</summary>
    public IReadOnlyList<(string Receiver, long Count)> CountWaiting() =>
        [.. _queues.Select(queue => (queue.Receiver, _chronicle.History.Deliveries.Count(queue.Receiver)))];

    /// <summary>Gives receivers a last chance before the guard ends; what is left is sent by the next.</summary>
    public async Task DrainAsync(TimeSpan patience) => await Task.WhenAll(_queues.Select(queue => queue.DrainAsync(patience)));

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _http.Dispose();
    }

    private Delivery MessageFor(SinkQueue queue, News news, EventReport report, string json)
    {
        var body = queue.Language == _language ? json : GuardJson.WriteLine(EventReports.Of(news, queue.Language));
        return new Delivery(0, queue.Receiver, report.Alert ?? "", body, news.At);
    }

    private void Open(AlertSettings settings)
    {
        _language = settings.Language;
        _log = settings.LogFile is { } file ? new EventLog(file, _say) : null;
        _queues = [.. AlertSinks.Create(settings, _http, _open, _time)
            .Select(sink => new SinkQueue(sink, settings.GroupWait, _chronicle, _time, _say))];
    }

    private async Task CloseAsync()
    {
        foreach (var queue in _queues) await queue.DisposeAsync();
    }
}
