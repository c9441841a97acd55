using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Process;

/// <summary>What is known of one round. Rounds are kept in the order of time; the first is the state after the warm-up.</summary>
public sealed record Round
{
    /// <summary>Requests since the round before; null where the load is not counted. The first round's do not matter.</summary>
    public int? Requests { get; init; }

    /// <summary>The length of the round in usual rounds: a burst weighs several.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>True for rounds that were added to confirm what the others showed.</summary>
    public bool IsConfirmation { get; init; }

    /// <summary>The process after the round, in bytes or descriptors; measures that are not known are missing.</summary>
    public IReadOnlyDictionary<Measure, long> Readings { get; init; } = new Dictionary<Measure, long>();

    /// <summary>The open descriptors by what they are: a file's path, <c>socket</c>, <c>pipe</c> …; null where that is not known.</summary>
    public IReadOnlyDictionary<string, int>? Descriptors { get; init; }

    /// <summary>The snapshot's file, if it is kept.</summary>
    public string? SnapshotFile { get; init; }

    /// <summary>What was kept of the round's snapshot; null where none was taken, and for the last one, which is open.</summary>
    public SnapshotIds? Ids { get; init; }

    /// <summary>A measure after the round; null where it is not known.</summary>
    public long? Find(Measure measure) => Readings.TryGetValue(measure, out var value) ? value : null;

    /// <summary>The load between each two snapshots: rounds without a snapshot count towards the next one that has one.</summary>
    public static SnapshotIntervals IntervalsOf(IReadOnlyList<Round> rounds)
    {
        var requests = new List<int?>();
        var weights = new List<int>();
        int? sum = 0;
        var weight = 0;
        var started = false;
        for (var i = 0; i < rounds.Count; i++)
        {
            sum = started ? sum + rounds[i].Requests : 0;
            weight += rounds[i].Weight;
            if (rounds[i].Ids is null && i < rounds.Count - 1) continue;
            if (started)
            {
                requests.Add(sum);
                weights.Add(weight);
            }

            started = true;
            (sum, weight) = (0, 0);
        }

        return new SnapshotIntervals(requests, weights);
    }
}
