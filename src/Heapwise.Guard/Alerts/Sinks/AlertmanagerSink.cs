using System.Globalization;
using System.Text.Json.Nodes;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// Alerts of a Prometheus Alertmanager, sent to every replica: one of them is enough for a success. It forgets what it does not hear of, so
/// open alerts are sent again every minute, and ends for five minutes. Labels are what an alert is known by: rule, severity, program and
/// host, nothing that a restart changes.
/// </summary>
public sealed class AlertmanagerSink : ServiceSink
{
    private static readonly TimeSpan ResendEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);
    private static readonly MessageStyle Style = new("", "", "\n", text => text);

    private readonly OpenAlerts _open;
    private readonly TimeProvider _time;
    private readonly List<(EventReport Happened, DateTimeOffset Until)> _ended = [];
    private readonly Lock _lock = new();
    private readonly PeriodicTimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _resending;

    public AlertmanagerSink(ServiceSettings settings, HttpDelivery http, OpenAlerts open, TimeProvider time)
        : base(settings, http)
    {
        (_open, _time) = (open, time);
        _timer = new PeriodicTimer(ResendEvery, time);
        _resending = Task.Run(ResendAsync);
    }

    public override int MaxTogether => 50;

    public override TimeSpan Pace => TimeSpan.Zero;

    public override async Task SendAsync(IReadOnlyList<SinkMessage> messages, CancellationToken cancellation)
    {
        foreach (var ended in messages.Select(message => message.Happened).Where(happened => happened.State == "resolved"))
            lock (_lock) _ended.Add((ended, _time.GetUtcNow() + Lasts));
        await SendToAllAsync([.. Write(messages)], cancellation);
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _resending;
        _timer.Dispose();
        _stop.Dispose();
        await base.DisposeAsync();
    }

    protected override IEnumerable<HttpPost> Write(IReadOnlyList<SinkMessage> messages) =>
        PostsOf([.. messages.Select(message => message.Happened).Select(AlertOf).OfType<JsonObject>()]);

    /// <summary>Null where it says nothing that lasts.</summary>
    private JsonObject? AlertOf(EventReport happened)
    {
        if (happened.State == "resolved") return IsOpenElsewhere(happened) ? null : EndOf(happened);
        if (_open.Find(happened.Alert) is { } known) return StateOf(known);
        // It is over by now; its end follows.
        return happened.State == "firing" ? StateOf(new OpenAlert(happened, Evidence: null, Finding: null)) : null;
    }

    /// <summary>Another process of the program has the same alert: for the Alertmanager they are one.</summary>
    private bool IsOpenElsewhere(EventReport happened) =>
        _open.All.Any(other => other.Key != happened.Alert && LabelsOf(other.Value.Fired) == LabelsOf(happened));

    private JsonObject StateOf(OpenAlert alert)
    {
        var annotations = AnnotationsOf(alert.Fired);
        if (alert.Evidence is { } evidence)
        {
            var files = evidence.Evidence.Select(file => file.Location ?? file.File);
            annotations["evidence"] = string.Join('\n', files.Concat(evidence.Refused));
            annotations["next"] = evidence.Next ?? alert.Fired.Next ?? "";
        }

        if (alert.Finding is { } finding) annotations["finding"] = finding.Summary;
        return new JsonObject
        {
            ["labels"] = Labels(alert.Fired),
            ["annotations"] = annotations,
            ["startsAt"] = Time(alert.Fired.Time),
            ["endsAt"] = Time(_time.GetUtcNow() + Lasts),
        };
    }

    private JsonObject EndOf(EventReport happened) => new()
    {
        ["labels"] = Labels(happened),
        ["annotations"] = AnnotationsOf(happened),
        ["endsAt"] = Time(happened.Time),
    };

    private JsonObject AnnotationsOf(EventReport happened) => new()
    {
        ["summary"] = happened.Summary,
        ["description"] = MessageText.BodyOf(AlertText.Of(happened, Language), Style, room: 4_000),
        ["next"] = happened.Next ?? "",
    };

    private IEnumerable<HttpPost> PostsOf(IReadOnlyList<JsonObject> alerts)
    {
        if (alerts.Count == 0) yield break;
        foreach (var url in Settings.Urls)
        {
            yield return PostTo(
                new Uri($"{url.AbsoluteUri.TrimEnd('/')}/api/v2/alerts"), new JsonArray([.. alerts.Select(alert => alert.DeepClone())]));
        }
    }

    private async Task SendToAllAsync(IReadOnlyList<HttpPost> posts, CancellationToken cancellation)
    {
        var (isReceived, failure) = (posts.Count == 0, (DeliveryException?)null);
        foreach (var post in posts)
        {
            try
            {
                await SendAsync(post, cancellation);
                isReceived = true;
            }
            catch (DeliveryException problem)
            {
                failure = problem;
            }
        }

        if (!isReceived) throw failure!; // there was at least one, and none has worked
    }

    private async Task ResendAsync()
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(_stop.Token))
            {
                try
                {
                    await SendToAllAsync([.. PostsOf(Repeated())], _stop.Token);
                }
                catch (DeliveryException)
                {
                    continue; // who does not hear the news is reported by the queue; the next round comes
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>One alert for each set of labels: the open ones, and ends of the last minutes of those that have not begun again.</summary>
    private IReadOnlyList<JsonObject> Repeated()
    {
        var open = _open.All.Values.DistinctBy(alert => LabelsOf(alert.Fired)).ToList();
        lock (_lock)
        {
            _ended.RemoveAll(ended => ended.Until < _time.GetUtcNow());
            var ended = _ended.Select(ended => ended.Happened).Where(happened => !IsOpenElsewhere(happened));
            return [.. open.Select(StateOf), .. ended.DistinctBy(LabelsOf).Select(EndOf)];
        }
    }

    private static (string?, string, string, string) LabelsOf(EventReport happened) =>
        (happened.Rule, happened.Severity, happened.Target.Name, happened.Target.Host);

    private static JsonObject Labels(EventReport happened) => new()
    {
        ["alertname"] = $"Heapwise{PascalCaseOf(happened.Rule ?? "")}",
        ["rule"] = happened.Rule ?? "",
        ["severity"] = happened.Severity,
        ["program"] = happened.Target.Name,
        ["host"] = happened.Target.Host,
    };

    /// <summary>heap-near-limit: HeapNearLimit.</summary>
    private static string PascalCaseOf(string name) =>
        string.Concat(name.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Time(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
