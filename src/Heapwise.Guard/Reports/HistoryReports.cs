using System.Globalization;
using Heapwise.Guard.Targets;
using Heapwise.Store.Reading;
using Heapwise.Store.Records;

namespace Heapwise.Guard.Reports;

/// <summary>Reads a history into a report.</summary>
public static class HistoryReports
{
    /// <param name="reader">The history.</param>
    /// <param name="wanted">A pid, a key, or a part of a name or command; null: all.</param>
    /// <param name="since">What is older is left out, and targets that were last seen before.</param>
    public static HistoryReport Read(HistoryReader reader, string? wanted, DateTimeOffset since) => new()
    {
        Since = since,
        Targets = [.. reader.FindTargets().Where(known => known.SeenAt >= since && (wanted is null || IsMeant(known.Target, wanted)))
            .Select(known => Read(reader, known.Target, known.SeenAt, since))],
    };

    private static bool IsMeant(StoredTarget target, string wanted) =>
        target.Key == wanted || target.ProcessId.ToString(CultureInfo.InvariantCulture) == wanted
        || (!int.TryParse(wanted, CultureInfo.InvariantCulture, out _)
            && (target.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)
                || target.Command.Contains(wanted, StringComparison.OrdinalIgnoreCase)
                || target.Host.Equals(wanted, StringComparison.OrdinalIgnoreCase)));

    private static HistoryTarget Read(HistoryReader reader, StoredTarget target, DateTimeOffset seenAt, DateTimeOffset since) => new()
    {
        Key = target.Key,
        Host = target.Host,
        Container = target.Container.Length > 0 ? target.Container : null,
        Pid = target.ProcessId,
        Thread = TargetIdentity.Of(target).Thread?.Id,
        Name = target.Name,
        Command = target.Command,
        StartedAt = target.StartedAt,
        SeenAt = seenAt,
        Series = [.. reader.FindSeries(target.Key).Select(name => new HistorySeries(
            name, [.. reader.FindCurve(target.Key, name, since).Select(point =>
                new HistoryPoint(point.At, point.Min, point.Mean, point.Max, point.Last))]))],
        Events = [.. reader.FindEvents(target.Key, since).Select(happened => new HistoryEvent(
            happened.At, happened.State, happened.Rule.Length > 0 ? happened.Rule : null, happened.Severity, happened.Summary))],
        Evidence = [.. reader.FindEvidence(target.Key).Select(file => new HistoryFileRow(file.At, file.Kind, file.Path, file.Bytes))],
    };
}
