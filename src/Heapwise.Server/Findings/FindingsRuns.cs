using Heapwise.Analysis.Language;
using Heapwise.Server.Events;
using Heapwise.Server.Requests;
using Heapwise.Server.Sources;

namespace Heapwise.Server.Findings;

/// <summary>The analyses that were asked for, each begun at the first question and kept. They end with the page.</summary>
public sealed class FindingsRuns(SourceRegistry sources, OpenHeaps heaps, EventHub events) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FindingsRun> _runs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();

    /// <exception cref="RequestRefusedException">One of the files is not known, or they cannot be analysed together.</exception>
    public FindingsAnswer Answer(IReadOnlyList<string> ids, ReportLanguage language)
    {
        if (ids.Count == 0) throw new RequestRefusedException("Name one snapshot, or several of one process.");
        List<Source> files = [.. ids.Select(sources.Get)];
        var isReport = files is [{ Kind: SourceKind.Diagnosis }];
        if (!isReport && files.Find(file => file.Kind is not (SourceKind.Snapshot or SourceKind.Timeline)) is { } other)
            throw new RequestRefusedException($"{other.Name} is no heap snapshot");
        lock (_lock)
        {
            var key = string.Join(',', ids);
            if (!_runs.TryGetValue(key, out var run)) _runs[key] = run = new FindingsRun(files, heaps, () => Tell(ids), _end.Token);
            if (run.HasFailed) _runs.Remove(key); // whoever asks again has it tried again
            return run.AnswerIn(language);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        List<FindingsRun> runs;
        lock (_lock) runs = [.. _runs.Values];
        await Task.WhenAll(runs.Select(run => run.Ended));
        _end.Dispose();
    }

    private void Tell(IReadOnlyList<string> ids) =>
        events.Publish(new PageEvent("findings", new FindingsNews(ids)));
}

/// <summary>An analysis is further than before.</summary>
public sealed record FindingsNews(IReadOnlyList<string> Files);
