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
/// An open V8 heap snapshot: the immutable graph and the facts about it. Facts that not every caller needs (retainers, native
/// contexts, duplicate strings, scripts) are computed at first use. If an index answers, everything except counts, statistics
/// and class totals is. Thread-safe for reading. Dispose frees the columns immediately.
/// </summary>
public sealed class HeapSnapshot : IDisposable
{
    private const double ReadingShare = 0.38;

    private readonly Lazy<SnapshotContent> _content;
    private readonly IndexKey? _key;
    private readonly IndexFile? _index;
    private readonly IndexFacts? _digest;
    private readonly HeapClasses? _digestClasses;

    private HeapSnapshot(string source, SnapshotContent content, IndexKey? key = null)
    {
        Source = source;
        _key = key;
        _content = new Lazy<SnapshotContent>(content);
        _ = _content.Value;
    }

    private HeapSnapshot(string source, IndexKey key, IndexFile index, IndexFacts digest)
    {
        Source = source;
        _key = key;
        _index = index;
        _digest = digest;
        _digestClasses = new HeapClasses(() => Content.Facts.All.Classes.ClassOf, digest.Classes);
        _content = new Lazy<SnapshotContent>(() =>
            SnapshotIndex.Restore(index, digest) ?? ReadFile(source, HeapOpenOptions.Default, null, CancellationToken.None));
    }

    /// <summary>The path as given, or <c>-</c> for standard input.</summary>
    public string Source { get; }

    /// <summary>Whether an index answered, so that the file itself was not read.</summary>
    public bool IsFromIndex => _digest is not null;

    /// <summary>Whether the index that answered holds the whole graph, so that the file is not needed.</summary>
    public bool HasWholeIndex => _index?.Has(IndexSection.Types) ?? false;

    public int NodeCount => _digest is { } digest ? (int)digest.Meta.NodeCount : Graph.NodeCount;

    public int EdgeCount => _digest is { } digest ? (int)digest.Meta.EdgeCount : Graph.EdgeCount;

    /// <summary>Strings in the file.</summary>
    public int StringCount => _digest is { } digest ? digest.StringCount : Graph.Strings.FileCount;

    public SnapshotStatistics Statistics => _digest?.Statistics ?? Content.Facts.Statistics;

    public HeapClasses Classes => _digestClasses ?? Content.Facts.All.Classes;

    /// <summary>
    /// The classes with their counts and shallow bytes; retained bytes and distances only if they are already computed. Does not
    /// compute dominators.
    /// </summary>
    public IReadOnlyList<HeapClass> ClassSizes => _digestClasses?.All ?? Content.Facts.ClassSizes;

    public IReadOnlyList<InterfaceDefinition> Interfaces => _digest?.Interfaces ?? Content.Facts.Assignment.Interfaces;

    /// <summary>Cost at first use, if an index answers: its checksums, at the speed of memory.</summary>
    public HeapGraph Graph => Content.Graph;

    public DominatorTree Dominators => Content.Facts.All.Dominators;

    public Distances Distances => Content.Facts.All.Distances;

    /// <summary>Cost at first use: one pass over the edges, 4 bytes an edge.</summary>
    public Retainers Retainers => Content.Retainers;

    /// <summary>Cost at first use: about as much as opening.</summary>
    public NativeContextSizes NativeContexts => Content.NativeContexts;

    /// <summary>Largest retained size first. Cost at first use: one pass over the nodes, and the text of every string.</summary>
    public IReadOnlyList<DuplicateString> DuplicateStrings => Content.DuplicateStrings;

    private SnapshotContent Content => _content.Value;

    /// <summary>
    /// The name that a person sees: concatenated strings are joined (up to 1024 characters), plain objects are <c>{a, b, …}</c>.
    /// </summary>
    public string DisplayNameOf(NodeIndex node) => Content.Names.Of(node);

    /// <summary>The path or URL of a script; null if no closure in the snapshot leads to it.</summary>
    public string? ScriptPathOf(int scriptId) =>
        _digest is { } digest ? digest.Scripts.GetValueOrDefault(scriptId) : Content.Scripts.PathOf(scriptId);

    /// <summary>The source position of a closure, or of an object's constructor; null if the snapshot does not have it.</summary>
    public CodePosition? PositionOf(NodeIndex node) => PositionOf(Graph.LocationOf(node), Graph.NameOf(node));

    /// <summary>The source position of a class's constructor; null if the snapshot does not have it.</summary>
    public CodePosition? PositionOf(HeapClass heapClass) => PositionOf(heapClass.Constructor, heapClass.Name);

    /// <summary>Opens a file, plain or gzipped; <c>-</c> reads standard input.</summary>
    /// <exception cref="SnapshotFormatException">The input is not a complete and valid snapshot.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied, or it is a directory.</exception>
    public static HeapSnapshot Open(
        string path,
        HeapOpenOptions? options = null,
        IProgress<OpenProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= HeapOpenOptions.Default;
        var key = options is { UseIndex: true, KeepTraces: false } && IsIndexed(path) ? IndexKey.FromFile(path) : null;
        if (key is not null && SnapshotIndex.TryOpen(key) is { } known)
        {
            if (options.Complete || known.File.Has(IndexSection.Types)) return new HeapSnapshot(path, key, known.File, known.Digest);
            known.File.Dispose(); // a digest is no use to a caller who wants the graph
        }

        var snapshot = new HeapSnapshot(path, ReadFile(path, options, progress, cancellation), key);
        if (key is not null && options.Complete) TryWrite(() => SnapshotIndex.WriteDigest(key, snapshot.ToDigest()));
        return snapshot;
    }

    /// <summary>Reads a snapshot from a stream, plain or gzipped, to its end. The stream stays open.</summary>
    /// <exception cref="SnapshotFormatException">The input is not a complete and valid snapshot.</exception>
    public static HeapSnapshot Read(
        Stream stream,
        string source,
        HeapOpenOptions? options = null,
        IProgress<OpenProgress>? progress = null,
        CancellationToken cancellation = default) =>
        new(source, ReadContent(stream, source, options ?? HeapOpenOptions.Default, progress, cancellation));

    /// <summary>
    /// Makes sure that the cache folder holds a whole index of the file, so that every command answers from it immediately.
    /// Cost: opening the file if there is none yet, and writing about as many bytes as the file has.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="paths">Computes the paths to store with the index, if any.</param>
    /// <param name="cancellation">Leaves no partial index behind.</param>
    /// <returns>False if there is no room for the index, or the input is not a regular file.</returns>
    public static bool AddToIndex(
        string path,
        Func<HeapSnapshot, PathColumns>? paths = null,
        CancellationToken cancellation = default)
    {
        if (!IsIndexed(path)) return false;
        var key = IndexKey.FromFile(path);
        if (SnapshotIndex.TryOpen(key) is { } known)
        {
            using (known.File)
            {
                if (known.File.Has(IndexSection.Types)) return true;
            }
        }

        using var snapshot = new HeapSnapshot(path, ReadFile(path, HeapOpenOptions.Default, null, cancellation), key);
        return snapshot.AddToIndex(paths?.Invoke(snapshot), cancellation);
    }

    /// <summary>
    /// The same from a snapshot that is open, without reading its file again. Nothing is written where it was opened without the index, or
    /// from a whole one. Cost: writing about as many bytes as the file has.
    /// </summary>
    /// <param name="paths">The paths to store with the index, if any.</param>
    /// <param name="cancellation">Leaves no partial index behind.</param>
    /// <returns>Whether there is a whole index now.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public bool AddToIndex(PathColumns? paths, CancellationToken cancellation)
    {
        if (HasWholeIndex) return true;
        return _key is { } key && SnapshotIndex.Write(key, ToDigest(), Content, paths, cancellation);
    }

    /// <summary>The best paths that the index holds; null if it has none found by these rules. They live as long as the snapshot.</summary>
    public PathColumns? KnownPaths(Guid rules) =>
        _index is { } index && index.Has(IndexSection.Types) ? SnapshotIndex.FindPaths(index, NodeCount, rules) : null;

    /// <summary>
    /// Chrome DevTools' Comparison of two snapshots of one process: the classes in which objects were added or removed, by growth
    /// in bytes.
    /// </summary>
    public static IReadOnlyList<ClassChange> Compare(HeapSnapshot before, HeapSnapshot after)
    {
        var table = Task.Run(() => before.Graph.Columns.IdTable);
        var afterClasses = after.Content.Facts.Assignment;
        var beforeClasses = ClassAssignment.Build(before.Graph, before.Content.Facts.Names, afterClasses.Interfaces);
        using (beforeClasses.ClassOf)
        {
            table.GetAwaiter().GetResult(); // built in the meantime: the comparison looks up every id
            return SnapshotComparison.Compare(before.Graph, beforeClasses, after.Graph, afterClasses);
        }
    }

    public void Dispose()
    {
        if (_content.IsValueCreated) _content.Value.Dispose();
        _index?.Dispose();
    }

    private static bool IsIndexed(string path) => path != "-" && File.Exists(path);

    private static SnapshotContent ReadFile(
        string path,
        HeapOpenOptions options,
        IProgress<OpenProgress>? progress,
        CancellationToken cancellation)
    {
        using var stream = path == "-" ? Console.OpenStandardInput() : OpenSequentially(path);
        return ReadContent(stream, path, options, progress, cancellation);
    }

    private static FileStream OpenSequentially(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite,
        BufferSize = 0,
        Options = FileOptions.SequentialScan,
    });

    private static SnapshotContent ReadContent(
        Stream stream,
        string source,
        HeapOpenOptions options,
        IProgress<OpenProgress>? progress,
        CancellationToken cancellation)
    {
        var readingShare = options.Complete ? ReadingShare : 1;
        var graph = SnapshotReader.Read(
            stream,
            source,
            options.BlockBytes,
            (offset, length) => Report("reading", length is > 0 ? readingShare * offset / length.Value : 0),
            options.KeepTraces,
            cancellation);
        SnapshotFacts? facts = null;
        try
        {
            facts = new SnapshotFacts(graph);
            if (!options.Complete) facts.TransferSizes();
            else facts.Compute((phase, share) => Report(phase, ReadingShare + ((1 - ReadingShare) * share)), cancellation);
            return new SnapshotContent(graph, facts);
        }
        catch
        {
            facts?.Dispose();
            graph.Dispose();
            throw;
        }

        void Report(string phase, double fraction) => progress?.Report(new OpenProgress(phase, fraction));
    }

    /// <summary>The index is a convenience: a full disk or a read-only folder must not fail the command.</summary>
    private static void TryWrite(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without an index, the next opening reads the file again.
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

    private CodePosition? PositionOf(SourceLocation? location, string function) =>
        location is { } found && ScriptPathOf(found.ScriptId) is { } path
            ? new CodePosition(path, found.Line + 1, found.Column + 1, function.Length == 0 ? null : function)
            : null;
}
