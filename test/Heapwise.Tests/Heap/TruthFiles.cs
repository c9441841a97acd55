using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using Heapwise.Heap;
using Heapwise.Tests.Architecture;

namespace Heapwise.Tests.Heap;

/// <summary>
/// Real snapshots and the numbers that Chrome DevTools computes for them; <c>Truth/README.md</c> describes both. Each snapshot is
/// opened once.
/// </summary>
public sealed class TruthFiles : IDisposable
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly ConcurrentDictionary<string, Lazy<HeapSnapshot>> _opened = new(StringComparer.Ordinal);

    public HeapSnapshot Open(string name) => _opened.GetOrAdd(name, static name => new(() => ReadSnapshot(name))).Value;

    public static Truth NumbersOf(string name) => ReadNumbers<Truth>(name);

    public static IReadOnlyList<TruthChange> ChangesOf(string name) => ReadNumbers<List<TruthChange>>(name);

    public void Dispose()
    {
        foreach (var snapshot in _opened.Values.Where(snapshot => snapshot.IsValueCreated)) snapshot.Value.Dispose();
    }

    private static HeapSnapshot ReadSnapshot(string name)
    {
        using var content = Decompress(name + ".heapsnapshot.br");
        return HeapSnapshot.Read(content, name);
    }

    private static T ReadNumbers<T>(string name)
    {
        using var content = Decompress(name + ".devtools.json.br");
        return JsonSerializer.Deserialize<T>(content, Options) ?? throw new InvalidDataException($"no numbers in {name}");
    }

    private static BrotliStream Decompress(string file) =>
        new(File.OpenRead(Path.Combine(Repository.Root, "test", "Heapwise.Tests", "Heap", "Truth", file)), CompressionMode.Decompress);
}

/// <summary>The numbers of one snapshot.</summary>
public sealed record Truth(
    int NodeCount,
    long TotalSize,
    long SumOfAllRetainedSizes,
    JsonElement Statistics,
    JsonElement NativeContexts,
    IReadOnlyDictionary<string, int> NodesByDistance,
    IReadOnlyList<TruthInterface> Interfaces,
    IReadOnlyList<TruthClass> Classes,
    int DuplicateStringGroups,
    IReadOnlyList<TruthString> DuplicateStringsTop100,
    IReadOnlyList<TruthNode> NodesSampled);

public sealed record TruthInterface(string Name, IReadOnlyList<string> Properties, int Count);

public sealed record TruthClass(string Key, string Name, int Count, int Distance, long Shallow, long Retained);

/// <summary>The value is cut to 80 characters.</summary>
public sealed record TruthString(string Value, int Length, int Count, long Self, long Retained);

/// <summary>The name is the one displayed, cut to 80 characters.</summary>
public sealed record TruthNode(
    int Ordinal,
    long Id,
    string Type,
    string Class,
    string Name,
    long Self,
    long Retained,
    int Distance,
    long Dominator,
    int Retainers,
    int Edges);

public sealed record TruthChange(string Key, string Name, int Added, int Removed, long AddedSize, long RemovedSize);
