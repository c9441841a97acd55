using System.Globalization;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Rules;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;

namespace Heapwise.Guard.Alerts.Words;

/// <summary>News in the one shape that receivers know.</summary>
public static class EventReports
{
    /// <param name="news">The facts.</param>
    /// <param name="language">Of the summary.</param>
    public static EventReport Of(News news, NewsLanguage language)
    {
        var report = new EventReport
        {
            Id = "",
            Time = news.At,
            Kind = "alert",
            Severity = NameOf(Severity.Info),
            Summary = NewsText.Of(news, language),
            Target = TargetOf(news.Target),
            Values = new Dictionary<string, double>(),
            Evidence = [],
            Refused = [],
        };
        report = AddFacts(report, news);
        var about = report.Alert ?? news.Target.Key;
        return report with { Id = $"{about}/{report.State ?? report.Kind}/{Number(news.At.ToUnixTimeMilliseconds())}" };
    }

    private static EventReport AddFacts(EventReport report, News news) => news switch
    {
        News.Fired fired => WithOutlook(report, fired.Outlook) with
        {
            State = "firing",
            Rule = fired.Rule.Name,
            Severity = NameOf(fired.Rule.Terms.Severity),
            Alert = fired.Alert,
            Next = $"heapwise history {Number(news.Target.Node.ProcessId)}",
        },
        News.Resolved resolved => WithOutlook(report, resolved.Outlook) with
        {
            State = "resolved",
            Rule = resolved.Rule.Name,
            Severity = NameOf(resolved.Rule.Terms.Severity),
            Alert = resolved.Alert,
        },
        News.Gathered gathered => report with
        {
            Kind = "evidence",
            Alert = NullIfEmpty(gathered.Alert),
            Evidence = [.. gathered.Files.Select(file => new EventFile(file.Path, file.Kind, file.Bytes))],
            Refused = gathered.Refusals,
            Next = NextOf(gathered),
        },
        News.Diagnosed { Finding: var finding } diagnosed => report with
        {
            Kind = "finding",
            Alert = diagnosed.Alert,
            Severity = NameOf(finding.Verdict == "leak" ? Severity.Critical : Severity.Info),
            Finding = new EventFinding(
                finding.Verdict, finding.Title, NullIfEmpty(finding.Place), NullIfEmpty(finding.Chain), finding.ReportFile),
        },
        News.Uploaded uploaded => report with
        {
            Kind = "upload",
            Alert = NullIfEmpty(uploaded.Alert),
            Evidence = [.. uploaded.Files.Select(file => new EventFile(file.Path, file.Kind, file.Bytes, file.Location))],
        },
        News.Appeared => report with { Kind = "started" },
        News.Ended ended => WithOutlook(report, ended.Outlook) with { Kind = "ended" },
        _ => throw new ArgumentOutOfRangeException(nameof(news), news, null),
    };

    private static EventReport WithOutlook(EventReport report, Outlook outlook) => report with
    {
        Values = outlook.Values.OrderBy(value => value.Key).ToDictionary(value => FigureNames.NameOf(value.Key), value => value.Value),
        Trend = new EventTrend(
            $"{outlook.Heap.Verdict}".ToLowerInvariant(),
            outlook.Heap.Verdict == FloorVerdict.TooFew ? 0 : outlook.Heap.BytesPerMinute,
            outlook.TimeLeft?.TotalSeconds),
    };

    private static EventTarget TargetOf(TargetIdentity target) => new()
    {
        Key = target.Key,
        Host = target.Host,
        Container = NullIfEmpty(target.Node.Container),
        Pid = target.Node.ProcessId,
        Thread = target.Thread?.Id,
        Name = target.Name,
        Command = target.Node.Command,
    };

    private static string? NextOf(News.Gathered gathered) =>
        gathered.Files.Where(file => file.Kind == "snapshot").Select(file => file.Path).ToList() switch
        {
            [] => null,
            [var one] => $"heapwise diagnose {one}",
            var several => $"heapwise diagnose {string.Join(' ', several)}",
        };

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;

    private static string NameOf(Severity severity) => $"{severity}".ToLowerInvariant();

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
