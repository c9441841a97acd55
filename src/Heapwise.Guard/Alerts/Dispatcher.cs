using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;
using Heapwise.Store.Records;

namespace Heapwise.Guard.Alerts;

/// <summary>
/// Reports news: at once to the person at the terminal and to the log, and through the history to receivers that may be out of reach. The
/// event and its messages are kept together before anything is sent.
/// </summary>
public sealed class Dispatcher : IAsyncDisposable
{
    private readonly Chronicle _chronicle;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private EventLog? _log;
    private IReadOnlyList<SinkQueue> _queues = [];
    private WebhookSink? _webhook;

    /// <param name="settings">Who is notified.</param>
    /// <param name="chronicle">Where events are kept.</param>
    /// <param name="time">For pauses between attempts.</param>
    /// <param name="say">Hears every event as a sentence.</param>
    public Dispatcher(AlertSettings settings, Chronicle chronicle, TimeProvider time, Action<string> say)
    {
        (_chronicle, _time, _say) = (chronicle, time, say);
        Open(settings);
    }

    /// <summary>Other receivers from now on. What waits for one that is gone stays until there is one of its name again.</summary>
    public async Task ApplyAsync(AlertSettings settings)
    {
        await CloseAsync();
        Open(settings);
    }

    public void Tell(News news)
    {
        var report = EventReports.Of(news);
        var json = GuardJson.WriteLine(report);
        _log?.Write(json); // what is said is in the log
        _say(report.State == "firing" ? $"{report.Severity}: {report.Summary}" : report.Summary);
        // Coming and going is for the record; it wakes nobody.
        var isForReceivers = report.Kind is not ("started" or "ended");
        var messages = isForReceivers
            ? _queues.Select(queue => new Delivery(0, queue.Receiver, report.Alert ?? "", json, news.At)).ToList()
            : [];
        _chronicle.Add(
            new StoredEvent(
                report.Id, news.Target.Key, news.At, report.Rule ?? "", report.State ?? report.Kind, report.Severity, report.Summary, json),
            messages);
        foreach (var queue in _queues) queue.Wake();
    }

    /// <summary>Gives receivers a last chance before the guard ends; what is left is sent by the next.</summary>
    public async Task DrainAsync(TimeSpan patience) => await Task.WhenAll(_queues.Select(queue => queue.DrainAsync(patience)));

    public async ValueTask DisposeAsync() => await CloseAsync();

    private void Open(AlertSettings settings)
    {
        _log = settings.LogFile is { } file ? new EventLog(file, _say) : null;
        _webhook = settings.Webhook is { } webhook ? new WebhookSink(webhook, _time) : null;
        List<IAlertSink> sinks = [];
        if (_webhook is not null) sinks.Add(_webhook);
        if (settings.Command is { } command) sinks.Add(new CommandSink(command, _time));
        _queues = [.. sinks.Select(sink => new SinkQueue(sink, _chronicle, _time, _say))];
    }

    private async Task CloseAsync()
    {
        foreach (var queue in _queues) await queue.DisposeAsync();
        _webhook?.Dispose();
    }
}
