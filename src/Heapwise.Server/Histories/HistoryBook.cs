using System.Globalization;
using Heapwise.Guard.Chronicles;
using Heapwise.Server.Requests;
using Heapwise.Server.Sources;
using Heapwise.Store;
using Heapwise.Store.Opening;
using Heapwise.Store.Reading;

namespace Heapwise.Server.Histories;

/// <summary>The guard's history, opened when it is first asked for: a guard may be writing it.</summary>
/// <param name="place">A file or the address of a server; null: there is none.</param>
/// <param name="sources">Where evidence is opened.</param>
public sealed class HistoryBook(string? place, SourceRegistry sources) : IDisposable
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    private HistorySource? _source;

    public IReadOnlyList<HistoryTargetRow> ReadTargets() => Read(reader => (IReadOnlyList<HistoryTargetRow>)
        [.. reader.FindTargets().Select(HistoryTargetRow.From)]);

    public HistoryDetail ReadTarget(string key, string? since, DateTimeOffset now) => Read(reader =>
    {
        var target = reader.FindTargets().FirstOrDefault(row => row.Target.Key == key);
        if (target.Target is null) throw RequestRefusedException.NotFound("The history has no such target.");
        return new HistoryDetail(
            HistoryTargetRow.From(target),
            reader.FindSeries(key),
            [
                .. reader.FindEvents(key, SinceOf(since, now))
                    .Select(row => new HistoryEventRow(row.Id, row.At, row.Rule, row.State, row.Severity, row.Summary)),
            ],
            [
                .. reader.FindEvidence(key)
                    .Select(row => new HistoryEvidenceRow(row.Path, row.At, row.Kind, row.Bytes, File.Exists(row.Path), row.Series)),
            ]);
    });

    public HistoryCurve ReadCurve(string key, string series, string? since, DateTimeOffset now) => Read(reader => new HistoryCurve(
        series,
        [
            .. reader.FindCurve(key, series, SinceOf(since, now))
                .Select(point => new HistoryPoint(point.At, point.Min, point.Mean, point.Max, point.Last)),
        ]));

    /// <summary>Opens a file that the history names; no other file can be opened in this way.</summary>
    public Source OpenEvidence(string path)
    {
        var isKnown = Read(reader => reader.FindTargets().Any(row => reader.FindEvidence(row.Target.Key).Any(file => file.Path == path)));
        if (!isKnown) throw RequestRefusedException.NotFound("The history names no such file.");
        if (!File.Exists(path)) throw RequestRefusedException.NotFound($"{path}: is not here any more.");
        return sources.AddFile(path);
    }

    public void Dispose() => _source?.Dispose();

    private T Read<T>(Func<HistoryReader, T> read)
    {
        if (place is null) throw RequestRefusedException.NotFound("No history is open. Begin with: heapwise ui --history");
        try
        {
            lock (_lock) _source ??= Open(place);
            return read(_source.Reader);
        }
        catch (StoreException problem)
        {
            throw new RequestRefusedException(problem.Message, 422);
        }
    }

    private static HistorySource Open(string place) =>
        HistoryPlace.IsServer(place) ? HistorySource.OpenServer(place) : HistorySource.OpenFile(HistoryPlace.FileOf(place));

    private static DateTimeOffset SinceOf(string? since, DateTimeOffset now) => since is null
        ? now - UsualTime
        : DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new RequestRefusedException($"since: '{since}' is no time");
}
