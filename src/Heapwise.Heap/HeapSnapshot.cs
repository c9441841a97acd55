using Heapwise.Heap.Facts;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Facts.Comparison;
using Heapwise.Heap.Facts.Dominators;
using Heapwise.Heap.Facts.Reachability;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Facts.Statistics;
using Heapwise.Heap.Facts.Strings;
using Heapwise.Heap.Format;
using Heapwise.Heap.Graph;
using Heapwise.Heap.Index;

namespace Heapwise.Heap;

/// <summary>
/// A V8 heap snapshot, opened: the immutable graph and the facts about it. Facts not needed by every caller (retainers,
/// native contexts, duplicate strings, scripts) are computed at first use; opened from an index, so is everything but
/// counts, statistics and class totals. Thread-safe for reading. Dispose frees the columns at once.
/// </summary>
public sealed class HeapSnapshot : IDisposable
{
    private const double ReadingShare = 0.38;

    private readonly Lazy<SnapshotContent> _content;
    private readonly IndexFile? _index;
    private readonly IndexFacts? _digest;
    private readonly HeapClasses? _digestClasses;

    private HeapSnapshot(string source, SnapshotContent content)
    {
        Source = source;
        _content = new Lazy<SnapshotContent>(content);
        _ = _content.Value;
    }

    private HeapSnapshot(string source, IndexFile index, IndexFacts digest)
    {
        Source = source;
        _index = index;
        _digest = digest;
        _digestClasses = new HeapClasses(() => Content.Facts.All.Classes.ClassOf, digest.Classes);
        _content = new Lazy<SnapshotContent>(() => SnapshotIndex.Restore(index, digest) ?? ReadFile(source, HeapOpenOptions.Default, null, CancellationToken.None));
    }

    /// <summary>The path as given, or <c>-</c> for standard input.</summary>
    public string Source { get; }

    /// <summary>Whether an index answered, and the file itself was not read.</summary>
    public bool IsFromIndex => _digest is not null;

    /// <summary>Whether the index that answered holds the whole graph, so that nothing needs the file.</summary>
    public bool HasWholeIndex => _index?.Has(IndexSection.Types) ?? false;

    public int NodeCount => _digest is { } digest ? (int)digest.Meta.NodeCount : Graph.NodeCount;

    public int EdgeCount => _digest is { } digest ? (int)digest.Meta.EdgeCount : Graph.EdgeCount;

    /// <summary>Strings in the file.</summary>
    public int StringCount => _digest is { } digest ? digest.StringCount : Graph.Strings.FileCount;

    public SnapshotStatistics Statistics => _digest?.Statistics ?? Content.Facts.Statistics;

    public HeapClasses Classes => _digestClasses ?? Content.Facts.All.Classes;

    /// <summary>The classes with their counts and shallow bytes; retained bytes and distance are only there if they were computed already. Costs no dominators.</summary>
    public IReadOnlyList<HeapClass> ClassSizes => _digestClasses?.All ?? Content.Facts.ClassSizes;

    public IReadOnlyList<InterfaceDefinition> Interfaces => _digest?.Interfaces ?? Content.Facts.Assignment.Interfaces;

    /// <summary>From an index: cost at first use is checking it, at the speed of memory.</summary>
    public HeapGraph Graph => Content.Graph;

    public DominatorTree Dominators => Content.Facts.All.Dominators;

    public Distances Distances => Content.Facts.All.Distances;

    /// <summary>Cost at first use: one pass over the edges, 4 bytes an edge.</summary>
    public Retainers Retainers => Content.Retainers;

    /// <summary>Cost at first use: about as much as opening.</summary>
    public NativeContextSizes NativeContexts => Content.NativeContexts;

    /// <summary>Most retained first. Cost at first use: one pass over the nodes, and the texts of all strings held.</summary>
    public IReadOnlyList<DuplicateString> DuplicateStrings => Content.DuplicateStrings;

    private SnapshotContent Content => _content.Value;

    /// <summary>The name that a node is shown by: concatenated strings joined (up to 1024 characters), plain objects as <c>{a, b, …}</c>.</summary>
    public string DisplayNameOf(NodeIndex node) => Content.Names.Of(node);

    /// <summary>The path or URL of a script; null where no closure of the snapshot tells.</summary>
    public string? ScriptPathOf(int scriptId) => _digest is { } digest ? digest.Scripts.GetValueOrDefault(scriptId) : Content.Scripts.PathOf(scriptId);

    /// <summary>The place of a closure, or of an object's constructor, in the program's files; null where the snapshot cannot tell.</summary>
    public CodePosition? PositionOf(NodeIndex node) => PositionOf(Graph.LocationOf(node), Graph.NameOf(node));

    /// <summary>The place of a class's constructor; null where the snapshot cannot tell.</summary>
    public CodePosition? PositionOf(HeapClass heapClass) => PositionOf(heapClass.Constructor, heapClass.Name);

    /// <summary>Opens a file, plain or gzipped; <c>-</c> reads standard input.</summary>
    /// <exception cref="SnapshotFormatException">The input is not a snapshot that can be read whole and right.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    public static HeapSnapshot Open(string path, HeapOpenOptions? options = null, IProgress<OpenProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= HeapOpenOptions.Default;
        var key = options is { UseIndex: true, KeepTraces: false } && IsIndexed(path) ? IndexKey.Of(path) : null;
        if (key is not null && SnapshotIndex.TryOpen(key) is { } known)
        {
            if (options.Complete || known.File.Has(IndexSection.Types)) return new HeapSnapshot(path, known.File, known.Digest);
            known.File.Dispose(); // a digest does not help who wants the graph
        }

        var snapshot = new HeapSnapshot(path, ReadFile(path, options, progress, cancellation));
        if (key is not null && options.Complete) IgnoringFaults(() => SnapshotIndex.WriteDigest(key, snapshot.ToDigest()));
        return snapshot;
    }

    /// <summary>Reads a snapshot from a stream, plain or gzipped, to its end. The stream stays open.</summary>
    /// <exception cref="SnapshotFormatException">The input is not a snapshot that can be read whole and right.</exception>
    public static HeapSnapshot Read(Stream stream, string source, HeapOpenOptions? options = null, IProgress<OpenProgress>? progress = null, CancellationToken cancellation = default) =>
        new(source, ReadContent(stream, source, options ?? HeapOpenOptions.Default, progress, cancellation));

    /// <summary>
    /// Makes sure that the cache folder holds a whole index of the file, so that every command on it answers at once.
    /// Cost: opening the file if need be, and writing about as many bytes as it has.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="paths">Works out the paths to keep with it, if any.</param>
    /// <param name="cancellation">Leaves nothing behind.</param>
    /// <returns>False if there is no room for it, or the input is no plain file.</returns>
    public static bool AddToIndex(string path, Func<HeapSnapshot, PathColumns>? paths = null, CancellationToken cancellation = default)
    {
        if (!IsIndexed(path)) return false;
        var key = IndexKey.Of(path);
        if (SnapshotIndex.TryOpen(key) is { } known)
        {
            using (known.File)
            {
                if (known.File.Has(IndexSection.Types)) return true;
            }
        }

        using var snapshot = new HeapSnapshot(path, ReadFile(path, HeapOpenOptions.Default, null, cancellation));
        return SnapshotIndex.Write(key, snapshot.ToDigest(), snapshot.Content, paths?.Invoke(snapshot), cancellation);
    }

    /// <summary>The best paths that an index keeps, if they were found by these rules; else null. They live as long as the snapshot.</summary>
    public PathColumns? KnownPaths(Guid rules) => _index is { } index && index.Has(IndexSection.Types) ? SnapshotIndex.Paths(index, NodeCount, rules) : null;

    /// <summary>Chrome DevTools' Comparison of two snapshots of one process: rows of classes in which something was added or removed, by growth in bytes.</summary>
    public static IReadOnlyList<ClassChange> Compare(HeapSnapshot before, HeapSnapshot after)
    {
        var table = Task.Run(() => before.Graph.Columns.IdTable);
        var afterClasses = after.Content.Facts.Assignment;
        var beforeClasses = ClassAssignment.Build(before.Graph, before.Content.Facts.Names, afterClasses.Interfaces);
        using (beforeClasses.ClassOf)
        {
            table.GetAwaiter().GetResult(); // made meanwhile: the comparison looks every id up
            return SnapshotComparison.Compare(before.Graph, beforeClasses, after.Graph, afterClasses);
        }
    }

    public void Dispose()
    {
        if (_content.IsValueCreated) _content.Value.Dispose();
        _index?.Dispose();
    }

    private static bool IsIndexed(string path) => path != "-" && File.Exists(path);

    private static SnapshotContent ReadFile(string path, HeapOpenOptions options, IProgress<OpenProgress>? progress, CancellationToken cancellation)
    {
        using var stream = path == "-"
            ? Console.OpenStandardInput()
            : new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite, BufferSize = 0, Options = FileOptions.SequentialScan });
        return ReadContent(stream, path, options, progress, cancellation);
    }

    private static SnapshotContent ReadContent(Stream stream, string source, HeapOpenOptions options, IProgress<OpenProgress>? progress, CancellationToken cancellation)
    {
        var readingShare = options.Complete ? ReadingShare : 1;
        var graph = SnapshotReader.Read(
            stream,
            source,
            options.BlockBytes,
            (offset, length) => progress?.Report(new OpenProgress("reading", length is > 0 ? readingShare * offset / length.Value : 0)),
            options.KeepTraces,
            cancellation);
        SnapshotFacts? facts = null;
        try
        {
            facts = new SnapshotFacts(graph);
            if (!options.Complete) facts.TransferSizes();
            else facts.Compute((phase, share) => progress?.Report(new OpenProgress(phase, ReadingShare + ((1 - ReadingShare) * share))), cancellation);
            return new SnapshotContent(graph, facts);
        }
        catch
        {
            facts?.Dispose();
            graph.Dispose();
            throw;
        }
    }

    /// <summary>The index is a convenience: a full disk or a folder that may not be written must not cost the answer.</summary>
    private static void IgnoringFaults(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next opening reads the file again, as it would have without an index.
        }
    }

    private IndexFacts ToDigest()
    {
        var (graph, totals) = (Content.Graph, Content.Facts.All);
        return new IndexFacts
        {
            Meta = graph.Meta,
            StringCount = graph.Strings.FileCount,
            Statistics = totals.Statistics,
            Classes = totals.Classes.ById,
            Interfaces = [.. Content.Facts.Assignment.Interfaces],
            Locations = [.. graph.Columns.Locations],
            Scripts = Content.Scripts.Paths,
            LargeEdgeNames = graph.Columns.LargeEdgeNames.ToDictionary(),
            LargeIds = graph.Columns.Ids.Large.ToDictionary(),
            LargeSizes = graph.Columns.Sizes.Large.ToDictionary(),
            AddedStrings = [.. graph.Strings.Added],
        };
    }

    private CodePosition? PositionOf(SourceLocation? place, string function) => place is { } location && ScriptPathOf(location.ScriptId) is { } path
        ? new CodePosition(path, location.Line + 1, location.Column + 1, function.Length == 0 ? null : function)
        : null;
}
