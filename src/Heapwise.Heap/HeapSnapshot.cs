using Heapwise.Heap.Facts;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap;

/// <summary>How far opening has come: the phase in words for a person, and the share of all work done (0 to 1).</summary>
public readonly record struct OpenProgress(string Phase, double Fraction);

/// <summary>Options of <see cref="HeapSnapshot.Open"/>.</summary>
public sealed record HeapOpenOptions
{
    public static HeapOpenOptions Default { get; } = new();
}

/// <summary>
/// A V8 heap snapshot, opened: the immutable graph and the facts about it. Facts not needed by every caller (retainers,
/// native contexts, duplicate strings, scripts) are computed at first use. Thread-safe for reading. Dispose frees the columns at once.
/// </summary>
public sealed class HeapSnapshot : IDisposable
{
    private HeapSnapshot() => throw new NotSupportedException();

    /// <summary>The path as given, or <c>-</c> for standard input.</summary>
    public string Source { get; } = "";

    public HeapGraph Graph { get; } = null!;

    public DominatorTree Dominators { get; } = null!;

    public Distances Distances { get; } = null!;

    public HeapClasses Classes { get; } = null!;

    public IReadOnlyList<InterfaceDefinition> Interfaces { get; } = [];

    public SnapshotStatistics Statistics { get; } = null!;

    public Retainers Retainers { get; } = null!;

    public NativeContextSizes NativeContexts { get; } = null!;

    public IReadOnlyList<DuplicateString> DuplicateStrings { get; } = [];

    /// <summary>The place of a closure, or of an object's constructor, in the program's files; null where the snapshot cannot tell.</summary>
    public CodePosition? PositionOf(NodeIndex node) => throw new NotSupportedException();

    /// <summary>Opens a file, plain or gzipped; <c>-</c> reads standard input.</summary>
    /// <exception cref="Format.SnapshotFormatException">The input is not a snapshot that can be read whole and right.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static HeapSnapshot Open(string path, HeapOpenOptions? options = null, IProgress<OpenProgress>? progress = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>Reads a snapshot from a stream, plain or gzipped, to its end. The stream stays open.</summary>
    public static HeapSnapshot Read(Stream stream, string source, HeapOpenOptions? options = null, IProgress<OpenProgress>? progress = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>Chrome DevTools' Comparison of two snapshots of one process: rows of classes in which something was added or removed, by growth in bytes.</summary>
    public static IReadOnlyList<ClassChange> Compare(HeapSnapshot before, HeapSnapshot after) => throw new NotSupportedException();

    public void Dispose() => throw new NotSupportedException();
}
