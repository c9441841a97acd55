using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Server.Sources;

namespace Heapwise.Server.Recordings;

/// <summary>What was allocated while a timeline was recorded, and is still alive at its end.</summary>
/// <param name="Id">The source.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bars">Oldest first. The file has only what survived.</param>
public sealed record RecordedTimeline(string Id, string Name, IReadOnlyList<RecordedBar> Bars)
{
    private const int MaxBars = 400;

    /// <summary>V8 looked every 50 ms; neighbours are joined until there are few enough bars for a screen.</summary>
    internal static RecordedTimeline From(Source source, HeapSnapshot snapshot)
    {
        var looks = snapshot.Graph.Traces?.Looks ?? [];
        if (looks.Count < 2) return new RecordedTimeline(source.Id, source.Name, []);
        var step = Math.Max(1, (looks.Count - 1 + MaxBars - 1) / MaxBars);
        var bars = new List<RecordedBar>();
        for (var i = 0; i + 1 < looks.Count; i += step)
        {
            var (from, to) = (looks[i], looks[Math.Min(i + step, looks.Count - 1)]);
            bars.Add(new RecordedBar(from.Microseconds / 1000, to.Microseconds / 1000, 0, from.LastId + 1, to.LastId));
        }

        var bytes = BytesOf(snapshot, bars);
        return new RecordedTimeline(source.Id, source.Name, [.. bars.Select((bar, i) => bar with { SurvivingBytes = bytes[i] })]);
    }

    private static long[] BytesOf(HeapSnapshot snapshot, List<RecordedBar> bars)
    {
        var starts = bars.Select(bar => bar.FirstId).ToArray();
        var bytes = new long[bars.Count];
        for (var i = 0; i < snapshot.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            var id = snapshot.Graph.IdOf(node).Value;
            if (id < starts[0] || id > bars[^1].LastId || id % 2 == 0) continue; // ids of the embedder's objects do not follow the clock
            var at = Array.BinarySearch(starts, id);
            bytes[at >= 0 ? at : ~at - 1] += snapshot.Graph.ShallowSizeOf(node);
        }

        return bytes;
    }
}

/// <summary>A stretch of time.</summary>
/// <param name="FromMs">Since the recording began.</param>
/// <param name="ToMs">Since the recording began.</param>
/// <param name="SurvivingBytes">Shallow bytes of what was made in it and is alive.</param>
/// <param name="FirstId">The lowest id that V8 gave in it.</param>
/// <param name="LastId">The highest.</param>
public sealed record RecordedBar(long FromMs, long ToMs, long SurvivingBytes, long FirstId, long LastId);
