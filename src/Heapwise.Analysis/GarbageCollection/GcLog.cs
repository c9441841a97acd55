namespace Heapwise.Analysis.GarbageCollection;

/// <summary>A log of garbage collections, read whole: one entry a heap, in the order of their first collection.</summary>
public sealed record GcLog
{
    /// <summary>A clock that jumps back by more than this, and to less than half, belongs to another run with the same address.</summary>
    private static readonly TimeSpan MinRestartJump = TimeSpan.FromSeconds(1);

    public required IReadOnlyList<GcLogHeap> Heaps { get; init; }

    public required long Lines { get; init; }

    public required long DamagedLines { get; init; }

    public required long FirstDamagedLine { get; init; }

    /// <summary>Reads to the end. Memory is bounded by the number of heaps, not by the length of the log.</summary>
    /// <param name="text">The log. The caller closes it.</param>
    /// <param name="latest">How many of each heap's last collections are kept.</param>
    /// <param name="lines">Receives the number of lines read, now and then.</param>
    /// <param name="cancellation">Checked once every few thousand collections.</param>
    public static GcLog Read(TextReader text, int latest, IProgress<long>? lines = null, CancellationToken cancellation = default)
    {
        var reader = new GcLogReader(text);
        var current = new Dictionary<GcHeapId, Building>();
        var all = new List<Building>();
        for (long count = 0; reader.TryRead(out var collection); count++)
        {
            var id = collection.Heap ?? default;
            if (!current.TryGetValue(id, out var heap) || IsRestart(heap.Tally.To, collection.At))
            {
                heap = new Building(id);
                current[id] = heap;
                all.Add(heap);
            }

            heap.Add(collection, latest);
            if (count % 4096 != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            lines?.Report(reader.Lines);
        }

        cancellation.ThrowIfCancellationRequested();
        return new GcLog
        {
            Heaps = [.. all.Select(heap => heap.Finish(CircumstancesOf(heap.Id, isLatestRun: current[heap.Id] == heap, reader)))],
            Lines = reader.Lines,
            DamagedLines = reader.DamagedLines,
            FirstDamagedLine = reader.FirstDamagedLine,
        };
    }

    private static bool IsRestart(TimeSpan latest, TimeSpan at) => latest - at > MinRestartJump && at < latest / 2;

    private static GcCircumstances CircumstancesOf(GcHeapId id, bool isLatestRun, GcLogReader reader) => new()
    {
        LimitBytes = reader.LimitBytes.TryGetValue(id, out var limit) ? limit : null,
        FatalError = isLatestRun ? reader.FatalErrors.FirstOrDefault(error => error.Heap == id).Message : null,
    };

    private sealed class Building(GcHeapId id)
    {
        private readonly Queue<GcEvent> _latest = new();

        public GcHeapId Id => id;

        public GcTally Tally { get; } = new();

        public void Add(GcEvent collection, int latest)
        {
            Tally.Add(collection);
            _latest.Enqueue(collection);
            if (_latest.Count > latest) _latest.Dequeue();
        }

        public GcLogHeap Finish(GcCircumstances circumstances) => new(id, Tally, [.. _latest], circumstances);
    }
}
