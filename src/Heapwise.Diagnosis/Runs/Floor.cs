using Heapwise.Analysis.Process;
using Heapwise.Live.Sessions;

namespace Heapwise.Diagnosis.Runs;

/// <summary>The memory that stays after garbage is collected and the target has come to rest.</summary>
/// <param name="Measures">The last reading, measure by measure, as far as they are known; the used heap always is.</param>
/// <param name="Readings">Used heap in bytes, reading by reading, each without garbage.</param>
/// <param name="IsSteady">Whether the last two readings agreed. If not, the target was still at work or draining.</param>
public sealed record Floor(IReadOnlyDictionary<Measure, long> Measures, IReadOnlyList<long> Readings, bool IsSteady)
{
    public long HeapUsedBytes => Measures[Measure.HeapUsed];

    internal static Floor From(MemorySample sample, IReadOnlyList<long> readings, bool isSteady)
    {
        var measures = new Dictionary<Measure, long>
        {
            [Measure.HeapUsed] = sample.HeapUsedBytes,
            [Measure.External] = sample.ExternalBytes,
            [Measure.ArrayBuffers] = sample.ArrayBuffersBytes,
            [Measure.Rss] = sample.RssBytes,
        };
        if (sample.FileDescriptors is { } descriptors) measures[Measure.FileDescriptors] = descriptors;
        return new Floor(measures, readings, isSteady);
    }
}
