namespace Heapwise.Analysis.GarbageCollection;

/// <summary>The collections of one heap of a log: a process's main thread, or a worker's.</summary>
/// <param name="ProcessId">As the process calls itself: in containers often 1.</param>
/// <param name="Isolate">Tells heaps of one process apart, and a process from one that had its number before.</param>
/// <param name="Tally">All of its collections.</param>
/// <param name="Latest">The last ones, the latest last.</param>
/// <param name="Circumstances">Limit and last words, where the log has them.</param>
public sealed record GcLogHeap(int ProcessId, ulong Isolate, GcTally Tally, IReadOnlyList<GcEvent> Latest, GcCircumstances Circumstances)
{
    /// <summary>Of the time from the first collection to the last; one alone tells nothing about time.</summary>
    public GcSummary Summary { get; } = GcSummary.From(Tally, Tally.Count > 1 ? Tally.To - Tally.From : TimeSpan.Zero, Circumstances);
}

/// <summary>A log of garbage collections, read whole: one entry a heap, in the order of their first collection.</summary>
public sealed record GcLog
{
    /// <summary>A clock that goes back by more than this, and to less than half, is another run of a process with the same address.</summary>
    private static readonly TimeSpan MinRestartJump = TimeSpan.FromSeconds(1);

    public required IReadOnlyList<GcLogHeap> Heaps { get; init; }

    public required long Lines { get; init; }

    public required long DamagedLines { get; init; }

    public required long FirstDamagedLine { get; init; }

    /// <summary>Reads to the end. Memory is bounded by the number of heaps, not by the length of the log.</summary>
    /// <param name="text">The log. The caller closes it.</param>
    /// <param name="latest">How many of each heap's last collections are kept.</param>
    /// <param name="lines">Told how many lines were read, now and then.</param>
    /// <param name="cancellation">Looked at once every few thousand collections.</param>
    public static GcLog Read(TextReader text, int latest, IProgress<long>? lines = null, CancellationToken cancellation = default)
    {
        var reader = new GcLogReader(text);
        var current = new Dictionary<(int, ulong), Building>();
        var all = new List<Building>();
        for (long count = 0; reader.TryRead(out var collection); count++)
        {
            var key = (collection.ProcessId ?? 0, collection.Isolate ?? 0);
            if (!current.TryGetValue(key, out var heap) || IsRestart(heap.Tally.To, collection.At))
            {
                heap = new Building(key);
                current[key] = heap;
                all.Add(heap);
            }

            heap.Tally.Add(collection);
            heap.Latest.Enqueue(collection);
            if (heap.Latest.Count > latest) heap.Latest.Dequeue();
            if (count % 4096 != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            lines?.Report(reader.Lines);
        }

        cancellation.ThrowIfCancellationRequested();
        return new GcLog
        {
            Heaps = [.. all.Select(heap => new GcLogHeap(heap.Key.ProcessId, heap.Key.Isolate, heap.Tally, [.. heap.Latest], CircumstancesOf(reader, heap, current)))],
            Lines = reader.Lines,
            DamagedLines = reader.DamagedLines,
            FirstDamagedLine = reader.FirstDamagedLine,
        };
    }

    private static bool IsRestart(TimeSpan latest, TimeSpan at) => latest - at > MinRestartJump && at < latest / 2;

    private static GcCircumstances CircumstancesOf(GcLogReader reader, Building heap, Dictionary<(int, ulong), Building> current) => new()
    {
        LimitBytes = reader.LimitBytes.TryGetValue(heap.Key, out var limit) ? limit : null,
        FatalError = current[heap.Key] == heap ? reader.FatalErrors.FirstOrDefault(error => error.Heap == heap.Key).Message : null,
    };

    private sealed class Building((int ProcessId, ulong Isolate) key)
    {
        public (int ProcessId, ulong Isolate) Key { get; } = key;

        public GcTally Tally { get; } = new();

        public Queue<GcEvent> Latest { get; } = new();
    }
}
