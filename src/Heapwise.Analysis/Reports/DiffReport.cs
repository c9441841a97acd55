using Heapwise.Analysis.Structure;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Comparison;

namespace Heapwise.Analysis.Reports;

/// <summary>
/// Chrome DevTools' Comparison of two snapshots of one process, most grown bytes first. With more than two files, also how each class
/// changes from file to file. Snapshots of different processes have no objects in common: there the classes are compared by their totals,
/// and what grew also by the paths that hold it. Schema <c>heapwise.diff/1</c>.
/// </summary>
public sealed record DiffReport
{
    public const string SchemaName = "heapwise.diff/1";

    public string Schema { get; init; } = SchemaName;

    /// <summary>How objects were matched.</summary>
    public ComparedBy ComparedBy { get; init; }

    public required string Before { get; init; }

    public required string After { get; init; }

    /// <summary>All files in the order given; the first is <see cref="Before"/>, the last <see cref="After"/>.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Bytes of the whole heap in each file.</summary>
    public required IReadOnlyList<long> TotalBytes { get; init; }

    /// <summary>The first file that was taken before the one given ahead of it; null where all are in order.</summary>
    public string? OutOfOrder { get; init; }

    public required IReadOnlyList<DiffRow> Classes { get; init; }

    /// <summary>What grew, by what holds it, most retained bytes first; empty where objects were matched by identity.</summary>
    public IReadOnlyList<GrownPathReport> Paths { get; init; } = [];

    /// <exception cref="DifferentProcessesException">The ids do not match: the files are not of one process.</exception>
    public static DiffReport From(HeapSnapshot before, HeapSnapshot after)
    {
        SameProcess.Require(ProcessMark.From(before), after);
        return From([ClassTotals.From(before), ClassTotals.From(after)], HeapSnapshot.Compare(before, after));
    }

    /// <summary>The comparison of the first file with the last, with the totals that were kept for the files between.</summary>
    /// <param name="files">Totals of every file in order, the compared ones included.</param>
    /// <param name="changes">The comparison of the first with the last.</param>
    public static DiffReport From(IReadOnlyList<ClassTotals> files, IReadOnlyList<ClassChange> changes) => new()
    {
        Before = files[0].File,
        After = files[^1].File,
        Files = [.. files.Select(file => file.File)],
        TotalBytes = [.. files.Select(file => file.TotalBytes)],
        OutOfOrder = files.Zip(files.Skip(1)).FirstOrDefault(pair => pair.Second.MaxId < pair.First.MaxId).Second?.File,
        Classes =
        [
            .. changes
                .OrderByDescending(change => change.DeltaBytes)
                .ThenBy(change => change.Key, StringComparer.Ordinal)
                .Select(change => Row(change, files)),
        ],
    };

    /// <summary>
    /// The same for files of different processes: what is new and what is gone is not known, only what there is more or less of.
    /// </summary>
    /// <param name="files">Totals of every file in order.</param>
    /// <param name="changes">The comparison of the first with the last.</param>
    /// <param name="grown">The paths at which there is more in each file than in the one before.</param>
    public static DiffReport ByStructure(
        IReadOnlyList<ClassTotals> files, IReadOnlyList<ClassChange> changes, IReadOnlyList<GrownPath> grown) =>
        From(files, [.. changes.Where(change => change.Delta != 0 || change.DeltaBytes != 0).Select(Totals)]) with
        {
            ComparedBy = ComparedBy.Structure,
            OutOfOrder = null,
            Paths = [.. grown.Select(GrownPathReport.From)],
        };

    private static ClassChange Totals(ClassChange change) => change with
    {
        Added = Math.Max(0, change.Delta),
        Removed = Math.Max(0, -change.Delta),
        AddedBytes = Math.Max(0, change.DeltaBytes),
        RemovedBytes = Math.Max(0, -change.DeltaBytes),
    };

    private static DiffRow Row(ClassChange change, IReadOnlyList<ClassTotals> files) => new()
    {
        Name = change.Name,
        Key = change.Key,
        Added = change.Added,
        Removed = change.Removed,
        Delta = change.Delta,
        AddedBytes = change.AddedBytes,
        RemovedBytes = change.RemovedBytes,
        DeltaBytes = change.DeltaBytes,
        Location = files.Select(file => file.LocationOf(change.Key)).FirstOrDefault(location => location is not null),
        Counts = [.. files.Select(file => file.SizeOf(change.Key).Count)],
        ShallowBytes = [.. files.Select(file => file.SizeOf(change.Key).Bytes)],
    };
}

public sealed record DiffRow
{
    public required string Name { get; init; }

    public required string Key { get; init; }

    public required long Added { get; init; }

    public required long Removed { get; init; }

    public required long Delta { get; init; }

    public required long AddedBytes { get; init; }

    public required long RemovedBytes { get; init; }

    public required long DeltaBytes { get; init; }

    /// <summary>The constructor's location, if a snapshot has it.</summary>
    public required LocationReport? Location { get; init; }

    /// <summary>Objects of the class in each file, as that file's own summary counts them.</summary>
    public required IReadOnlyList<long> Counts { get; init; }

    /// <summary>Shallow bytes of the class in each file.</summary>
    public required IReadOnlyList<long> ShallowBytes { get; init; }
}

/// <summary>What a trend over many files needs from each, so that no more than two snapshots are open at once.</summary>
public sealed class ClassTotals
{
    private readonly Dictionary<string, (long Count, long Bytes, LocationReport? Location)> _classes;

    private ClassTotals(
        HeapSnapshot snapshot, Dictionary<string, (long Count, long Bytes, LocationReport? Location)> classes)
    {
        File = snapshot.Source;
        TotalBytes = snapshot.Statistics.TotalBytes;
        MaxId = ProcessMark.MaxIdOf(snapshot.Graph);
        _classes = classes;
    }

    public string File { get; }

    public long TotalBytes { get; }

    /// <summary>Every process makes objects all the time, so a later file has a higher one.</summary>
    internal long MaxId { get; }

    public static ClassTotals From(HeapSnapshot snapshot)
    {
        var classes = new Dictionary<string, (long Count, long Bytes, LocationReport? Location)>(StringComparer.Ordinal);
        foreach (var row in snapshot.ClassSizes)
        {
            classes[row.Key] = (row.Count, row.ShallowBytes, LocationReport.From(snapshot.PositionOf(row)));
        }

        return new ClassTotals(snapshot, classes);
    }

    /// <summary>Count and shallow bytes of a class; zeros if the file has none.</summary>
    public (long Count, long Bytes) SizeOf(string key) => _classes.TryGetValue(key, out var row) ? (row.Count, row.Bytes) : default;

    /// <summary>The location of the class's constructor; null if the file has no such class, or does not have it.</summary>
    public LocationReport? LocationOf(string key) => _classes.GetValueOrDefault(key).Location;
}
