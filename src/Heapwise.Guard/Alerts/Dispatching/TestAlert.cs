using Heapwise.Analysis.GarbageCollection;
using Heapwise.Guard.Alerts.Sinks;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Rules;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Live.Attaching;

namespace Heapwise.Guard.Alerts.Dispatching;

/// <summary>
/// An alert that says that it is a test, and its end: sent at once, past the history, so that whoever sets up a receiver sees what arrives,
/// or what its service says instead.
/// </summary>
public static class TestAlert
{
    /// <param name="settings">Who is notified.</param>
    /// <param name="wanted">The name of one receiver; null: all.</param>
    /// <param name="host">Of this machine.</param>
    /// <param name="time">The present.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Each receiver, with what it lacks; null: both have arrived.</returns>
    public static async Task<IReadOnlyList<(string Receiver, string? Problem)>> SendAsync(
        AlertSettings settings, string? wanted, string host, TimeProvider time, CancellationToken cancellation)
    {
        using var http = new HttpDelivery(time);
        var open = new OpenAlerts();
        List<(string, string?)> results = [];
        foreach (var sink in AlertSinks.Create(settings, http, open, time))
        {
            await using (sink)
            {
                if (wanted is null || sink.Name == wanted) results.Add((sink.Name, await TryAsync(sink, host, open, time, cancellation)));
            }
        }

        return results;
    }

    private static async Task<string?> TryAsync(
        IAlertSink sink, string host, OpenAlerts open, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            foreach (var news in NewsOf(host, time.GetUtcNow()))
            {
                if (news is News.Resolved) await Task.Delay(sink.Pace, time, cancellation);
                var report = Mark(EventReports.Of(news, sink.Language), sink.Language);
                open.Hear(report);
                await sink.SendAsync([new SinkMessage(report, GuardJson.WriteLine(report))], cancellation);
            }

            return null;
        }
        catch (DeliveryException problem)
        {
            return problem.Message;
        }
    }

    private static IEnumerable<News> NewsOf(string host, DateTimeOffset now)
    {
        var target = new TargetIdentity(host, "test", new NodeSighting(Environment.ProcessId, 0, 0, "test.js", "node test.js", ""));
        var rule = BuiltInRules.Create(0.85, TimeSpan.FromMinutes(1))[0];
        var alert = $"{target.Key}/test/{now.ToUnixTimeMilliseconds()}";
        var outlook = new Outlook(
            new Dictionary<Figure, double> { [Figure.HeapUsed] = 466e6, [Figure.HeapLimit] = 512e6 },
            FloorTrend.From([]) with { Verdict = FloorVerdict.Growing, BytesPerMinute = 12e6 },
            TimeSpan.FromMinutes(4));
        yield return new News.Fired(target, now, rule, alert, new Judgement(Standing.Above, 0.91, 0.85), outlook);
        yield return new News.Resolved(target, now.AddSeconds(1), rule, alert, HasEnded: false, outlook);
    }

    private static EventReport Mark(EventReport report, NewsLanguage language) => report with
    {
        Severity = "info", // it wakes nobody
        Summary = (language == NewsLanguage.Zh ? "这是测试，没有任何进程有问题。" : "This is a test; no process is in trouble. ")
            + report.Summary,
    };
}
