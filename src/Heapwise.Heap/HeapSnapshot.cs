using Heapwise.Heap.Facts;
using Heapwise.Heap.Format;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap;

/// <summary>How far opening has come: the phase in words for a person, and the share of all work done (0 to 1).</summary>
public readonly record struct OpenProgress(string Phase, double Fraction);

/// <summary>Options of <see cref="HeapSnapshot.Open"/>.</summary>
public sealed record HeapOpenOptions
{
    public static HeapOpenOptions Default { get; } = new();

    /// <summary>Compute dominators, distances and classes while opening, with progress, and not at first use.</summary>
    public bool Complete { get; init; } = true;
}

/// <summary>
/// A V8 heap snapshot, opened: the immutable graph and the facts about it. Facts not needed by every caller (retainers,
/// native contexts, duplicate strings, scripts) are computed at first use. Thread-safe for reading. Dispose frees the columns at once.
/// </summary>
public sealed class HeapSnapshot : IDisposable
{
    private const double ReadingShare = 0.3;

    private readonly SnapshotFacts _facts;
    private readonly Lazy<Retainers> _retainers;
    private readonly Lazy<NativeContextSizes> _nativeContexts;
    private readonly Lazy<IReadOnlyList<DuplicateString>> _duplicates;
    private readonly Lazy<ScriptTable> _scripts;
    private readonly NodeNames _names;

    private HeapSnapshot(string source, HeapGraph graph)
    {
        Source = source;
        Graph = graph;
        _facts = new SnapshotFacts(graph);
        _names = new NodeNames(graph, _facts.Names);
        _retainers = new Lazy<Retainers>(() => new Retainers(graph));
        _nativeContexts = new Lazy<NativeContextSizes>(() => NativeContextAttribution.Build(graph, _facts.Names, Dominators));
        _duplicates = new Lazy<IReadOnlyList<DuplicateString>>(() => new DuplicateStringFinder(graph, _facts.Names, _names).Find(Dominators));
        _scripts = new Lazy<ScriptTable>(() => new ScriptTable(graph, _facts.Names));
    }

    /// <summary>The path as given, or <c>-</c> for standard input.</summary>
    public string Source { get; }

    public HeapGraph Graph { get; }

    public DominatorTree Dominators => _facts.All.Dominators;

    public Distances Distances => _facts.All.Distances;

    public HeapClasses Classes => _facts.All.Classes;

    public SnapshotStatistics Statistics => _facts.All.Statistics;

    public IReadOnlyList<InterfaceDefinition> Interfaces => _facts.Assignment.Interfaces;

    /// <summary>Cost at first use: one pass over the edges, 4 bytes an edge.</summary>
    public Retainers Retainers => _retainers.Value;

    /// <summary>Cost at first use: about as much as opening.</summary>
    public NativeContextSizes NativeContexts => _nativeContexts.Value;

    /// <summary>Most retained first. Cost at first use: one pass over the nodes, and the texts of all strings held.</summary>
    public IReadOnlyList<DuplicateString> DuplicateStrings => _duplicates.Value;

    /// <summary>The name that a node is shown by: concatenated strings joined (up to 1024 characters), plain objects as <c>{a, b, …}</c>.</summary>
    public string DisplayNameOf(NodeIndex node) => _names.Of(node);

    /// <summary>The path or URL of a script; null where no closure of the snapshot tells.</summary>
    public string? ScriptPathOf(int scriptId) => _scripts.Value.PathOf(scriptId);

    /// <summary>The place of a closure, or of an object's constructor, in the program's files; null where the snapshot cannot tell.</summary>
    public CodePosition? PositionOf(NodeIndex node) => PositionOf(Graph.LocationOf(node), Graph.NameOf(node));

    /// <summary>The place of a class's constructor; null where the snapshot cannot tell.</summary>
    public CodePosition? PositionOf(HeapClass heapClass) => PositionOf(heapClass.Constructor, heapClass.Name);

    private CodePosition? PositionOf(SourceLocation? place, string function) => place is { } location && ScriptPathOf(location.ScriptId) is { } path
        ? new CodePosition(path, location.Line + 1, location.Column + 1, function.Length == 0 ? null : function)
        : null;

    /// <summary>Opens a file, plain or gzipped; <c>-</c> reads standard input.</summary>
    /// <exception cref="SnapshotFormatException">The input is not a snapshot that can be read whole and right.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    public static HeapSnapshot Open(string path, HeapOpenOptions? options = null, IProgress<OpenProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var stream = path == "-"
            ? Console.OpenStandardInput()
            : new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite, BufferSize = 0, Options = FileOptions.SequentialScan });
        return Read(stream, path, options, progress, cancellation);
    }

    /// <summary>Reads a snapshot from a stream, plain or gzipped, to its end. The stream stays open.</summary>
    /// <exception cref="SnapshotFormatException">The input is not a snapshot that can be read whole and right.</exception>
    public static HeapSnapshot Read(Stream stream, string source, HeapOpenOptions? options = null, IProgress<OpenProgress>? progress = null, CancellationToken cancellation = default)
    {
        var complete = (options ?? HeapOpenOptions.Default).Complete;
        var readingShare = complete ? ReadingShare : 1;
        var graph = SnapshotReader.Read(
            stream,
            source,
            (offset, length) => progress?.Report(new OpenProgress("reading", length is > 0 ? readingShare * offset / length.Value : 0)),
            cancellation);
        HeapSnapshot? snapshot = null;
        try
        {
            snapshot = new HeapSnapshot(source, graph);
            if (!complete) snapshot._facts.TransferSizes();
            else snapshot._facts.Compute((phase, share) => progress?.Report(new OpenProgress(phase, ReadingShare + ((1 - ReadingShare) * share))), cancellation);
            return snapshot;
        }
        catch
        {
            snapshot?.Dispose();
            graph.Dispose();
            throw;
        }
    }

    /// <summary>Chrome DevTools' Comparison of two snapshots of one process: rows of classes in which something was added or removed, by growth in bytes.</summary>
    public static IReadOnlyList<ClassChange> Compare(HeapSnapshot before, HeapSnapshot after)
    {
        var afterClasses = after._facts.Assignment;
        var beforeClasses = ClassAssignment.Build(before.Graph, before._facts.Names, afterClasses.Interfaces);
        using (beforeClasses.ClassOf)
        {
            return SnapshotComparison.Compare(before.Graph, beforeClasses, after.Graph, afterClasses);
        }
    }

    public void Dispose()
    {
        if (_retainers.IsValueCreated) _retainers.Value.Dispose();
        _facts.Dispose();
        Graph.Dispose();
    }
}
