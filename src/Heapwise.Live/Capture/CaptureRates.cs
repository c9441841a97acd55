using System.Text.Json;
using System.Text.Json.Serialization;

namespace Heapwise.Live.Capture;

/// <summary>
/// What the latest snapshots have cost on this machine, by Node's major version. The most expensive of them counts. Kept in a small file;
/// one that is missing, damaged or not writable is treated as empty.
/// </summary>
public sealed class CaptureRates
{
    private const int MaxKept = 8;

    /// <summary>Snapshots of smaller heaps measure the start of a snapshot rather than its objects.</summary>
    private const long MinNodes = 200_000;

    private readonly string? _path;
    private readonly Dictionary<int, List<CaptureRate>> _rates;

    private CaptureRates(string? path, Dictionary<int, List<CaptureRate>> rates)
    {
        _path = path;
        _rates = rates;
    }

    /// <summary>Knows nothing and saves nothing.</summary>
    public static CaptureRates None() => new(null, []);

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

    /// <summary>The most expensive of the latest snapshots of that Node; null where none is known.</summary>
    public CaptureRate? Find(int nodeMajor) => _rates.TryGetValue(nodeMajor, out var rates) && rates.Count > 0
        ? new CaptureRate(rates.Max(rate => rate.MicrosecondsPerNode), rates.Max(rate => rate.FileBytesPerNode))
        : null;

    /// <summary>Adds what a snapshot has cost, and saves it.</summary>
    public void Add(int nodeMajor, long nodes, TimeSpan pause, long fileBytes)
    {
        if (nodes < MinNodes) return;
        if (!_rates.TryGetValue(nodeMajor, out var rates)) _rates.Add(nodeMajor, rates = []);
        rates.Add(new CaptureRate(Math.Round(pause.TotalMicroseconds / nodes, 3), Math.Round((double)fileBytes / nodes, 1)));
        if (rates.Count > MaxKept) rates.RemoveAt(0);
        if (_path is null) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!); // a file's path has a folder
            File.WriteAllBytes(_path, JsonSerializer.SerializeToUtf8Bytes(_rates, CaptureRatesJson.Default.DictionaryInt32ListCaptureRate));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return; // the next run starts from the general estimate
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<int, List<CaptureRate>>))]
internal sealed partial class CaptureRatesJson : JsonSerializerContext;
