using System.Collections.Concurrent;
using System.Text.Json;
using Heapwise.Heap;
using Heapwise.Tests.Architecture;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>
/// What Chrome DevTools says of real snapshots, kept outside the repository in a folder <c>shared/truth</c> beside it or
/// above (HEAPWISE_TRUTH_DIR names another). Opens each snapshot once, from its gzipped form.
/// </summary>
public sealed class TruthFiles : IDisposable
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly ConcurrentDictionary<string, Lazy<HeapSnapshot>> _opened = new(StringComparer.Ordinal);

    public static string? Folder { get; } = FindFolder();

    public HeapSnapshot Open(string name) => _opened.GetOrAdd(name, static name => new(() => HeapSnapshot.Open(PathOf(name + ".heapsnapshot.gz")))).Value;

    public static Truth Of(string name)
    {
        using var file = File.OpenRead(PathOf(name + ".devtools.json"));
        return JsonSerializer.Deserialize<Truth>(file, Options) ?? throw new InvalidDataException(name);
    }

    public static IReadOnlyList<TruthChange> ChangesOf(string name)
    {
        using var file = File.OpenRead(PathOf(name + ".devtools.json"));
        return JsonSerializer.Deserialize<List<TruthChange>>(file, Options) ?? throw new InvalidDataException(name);
    }

    public void Dispose()
    {
        foreach (var snapshot in _opened.Values.Where(snapshot => snapshot.IsValueCreated)) snapshot.Value.Dispose();
    }

    private static string PathOf(string file)
    {
        if (Folder is null) Assert.Skip("No folder shared/truth beside the repository or above it; set HEAPWISE_TRUTH_DIR to compare with Chrome DevTools.");
        return Path.Combine(Folder, file);
    }

    private static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable("HEAPWISE_TRUTH_DIR") is { Length: > 0 } named) return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(Repository.Root); folder is not null; folder = folder.Parent)
        {
            var truth = Path.Combine(folder.FullName, "shared", "truth");
            if (Directory.Exists(truth)) return truth;
        }

        return null;
    }
}

/// <summary>One file's truth, as the folder's README describes it.</summary>
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

/// <summary>The name is the shown one, cut to 80 characters.</summary>
public sealed record TruthNode(int Ordinal, long Id, string Type, string Class, string Name, long Self, long Retained, int Distance, long Dominator, int Retainers, int Edges);

public sealed record TruthChange(string Key, string Name, int Added, int Removed, long AddedSize, long RemovedSize);
