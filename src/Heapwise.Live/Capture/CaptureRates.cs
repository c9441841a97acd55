using System.Text.Json;
using System.Text.Json.Serialization;

namespace Heapwise.Live.Capture;

/// <summary>
/// What snapshots have cost on this machine, by Node's major version: the latest few, and of them the dearest counts. Kept in a small
/// file; one that is missing, damaged or not to be written is as good as none.
/// </summary>
public sealed class CaptureRates
{
    private const int Kept = 8;

    /// <summary>Snapshots of small heaps say more about starting than about objects.</summary>
    private const long LeastNodes = 200_000;

    private readonly string? _path;
    private readonly Dictionary<int, List<CaptureRate>> _rates;

    private CaptureRates(string? path, Dictionary<int, List<CaptureRate>> rates)
    {
        _path = path;
        _rates = rates;
    }

    /// <summary>Nothing known, nothing kept.</summary>
    public static CaptureRates None() => new(null, []);

    /// <summary>What was kept in the file.</summary>
    public static CaptureRates Load(string path)
    {
        try
        {
            var kept = JsonSerializer.Deserialize(File.ReadAllBytes(path), CaptureRatesJson.Default.DictionaryInt32ListCaptureRate);
            return new CaptureRates(path, kept ?? []);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            return new CaptureRates(path, []);
        }
    }

    /// <summary>The dearest of the latest snapshots of that Node; null where none is known.</summary>
    public CaptureRate? Find(int nodeMajor) => _rates.TryGetValue(nodeMajor, out var rates) && rates.Count > 0
        ? new CaptureRate(rates.Max(rate => rate.MicrosecondsPerNode), rates.Max(rate => rate.FileBytesPerNode))
        : null;

    /// <summary>Remembers what a snapshot has cost.</summary>
    public void Add(int nodeMajor, long nodes, TimeSpan pause, long fileBytes)
    {
        if (nodes < LeastNodes) return;
        if (!_rates.TryGetValue(nodeMajor, out var rates)) _rates.Add(nodeMajor, rates = []);
        rates.Add(new CaptureRate(Math.Round(pause.TotalMicroseconds / nodes, 3), Math.Round((double)fileBytes / nodes, 1)));
        if (rates.Count > Kept) rates.RemoveAt(0);
        if (_path is null) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!); // a file's path has a folder
            File.WriteAllBytes(_path, JsonSerializer.SerializeToUtf8Bytes(_rates, CaptureRatesJson.Default.DictionaryInt32ListCaptureRate));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return; // the next estimate is a general one
        }
    }
}

/// <summary>What one node of a snapshot costs.</summary>
public sealed record CaptureRate(double MicrosecondsPerNode, double FileBytesPerNode);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<int, List<CaptureRate>>))]
internal sealed partial class CaptureRatesJson : JsonSerializerContext;
