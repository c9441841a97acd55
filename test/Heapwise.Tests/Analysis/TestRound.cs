using Heapwise.Analysis.Process;

namespace Heapwise.Tests.Analysis;

/// <summary>Rounds with the readings that a test is about; the others are unknown.</summary>
internal static class TestRound
{
    public static Round Of(long? heap = null, long? external = null, long? rss = null, long? descriptors = null)
    {
        var readings = new Dictionary<Measure, long>();
        Add(Measure.HeapUsed, heap);
        Add(Measure.External, external);
        Add(Measure.Rss, rss);
        Add(Measure.FileDescriptors, descriptors);
        return new Round { Load = RoundLoad.Uncounted, Readings = readings };

        void Add(Measure measure, long? value)
        {
            if (value is { } known) readings[measure] = known;
        }
    }
}
