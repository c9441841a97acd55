using System.Text.Json;
using System.Text.Json.Serialization;

namespace Heapwise.Live.Capture;

/// <summary>
/// What the latest snapshots have cost on this machine, by Node's major version. Their median counts, together with two of the general
/// cost: a single snapshot, taken while something disturbed the machine, changes nothing. Kept in a small file; one that is missing,
/// damaged or not writable is treated as empty.
/// </summary>
public sealed class CaptureRates
{
    private const int MaxKept = 7;

    /// <summary>What every median includes.</summary>
    private static readonly CaptureRate[] Prior = [CaptureRate.General, CaptureRate.General];

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

    /// <summary>The usual rate of that Node; the general one where too little is known.</summary>
    public CaptureRate Find(int nodeMajor)
    {
        CaptureRate[] rates = [.. Prior, .. Kept(nodeMajor)];
        return new CaptureRate(Median(rates.Select(rate => rate.Pause)), Median(rates.Select(rate => rate.File)));
    }

    /// <summary>Adds what a snapshot has cost, and saves it.</summary>
    public void Add(int nodeMajor, long nodes, CaptureRate rate)
    {
        if (nodes < MinNodes) return;
        _rates[nodeMajor] =
        [
            .. Kept(nodeMajor).Append(new CaptureRate(Math.Round(rate.Pause, 3), Math.Round(rate.File, 3))).TakeLast(MaxKept),
        ];
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

    /// <summary>An earlier version kept something else under these names; such entries have no rate.</summary>
    private IEnumerable<CaptureRate> Kept(int nodeMajor) =>
        _rates.TryGetValue(nodeMajor, out var rates) ? rates.Where(rate => rate is { Pause: > 0, File: > 0 }) : [];

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<int, List<CaptureRate>>))]
internal sealed partial class CaptureRatesJson : JsonSerializerContext;
