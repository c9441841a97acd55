using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Process;

/// <summary>What is known of one round. Rounds are kept in the order of time; the first is the state after the warm-up.</summary>
public sealed record Round
{
    public required RoundLoad Load { get; init; }

    /// <summary>The process after the round, in bytes or descriptors. Measures that are not known are missing.</summary>
    public IReadOnlyDictionary<Measure, long> Readings { get; init; } = new Dictionary<Measure, long>();

    /// <summary>Open descriptors by what they refer to: a file's path, <c>socket</c>, <c>pipe</c> …; null where not known.</summary>
    public IReadOnlyDictionary<string, int>? Descriptors { get; init; }

    /// <summary>The snapshot's file, if it is kept.</summary>
    public string? SnapshotFile { get; init; }

    /// <summary>What was kept of the round's snapshot; null where none was taken, and for the last one, which is still open.</summary>
    public SnapshotIds? Ids { get; init; }

    public int? Requests => Load.Requests;

    public int Weight => Load.Weight;

    /// <summary>How long the program ran since the snapshot before; null where not known.</summary>
    public double? Seconds => Load.Time?.Seconds;

    /// <summary>What the program did in the round; null for the baseline and where nobody watched.</summary>
    public RoundActivity? Activity => Load.Time?.Activity;

    public bool IsConfirmation => Load.IsConfirmation;

    /// <summary>A measure after the round; null where it is not known.</summary>
    public long? Find(Measure measure) => Readings.TryGetValue(measure, out var value) ? value : null;

    /// <summary>The load between consecutive snapshots. Rounds without a snapshot count towards the next one that has one.</summary>
    /// <param name="rounds">All rounds.</param>
    /// <param name="isEachAnInterval">True where no snapshots are taken, so that each round counts by itself.</param>
    public static SnapshotIntervals IntervalsBetween(IReadOnlyList<Round> rounds, bool isEachAnInterval = false)
    {
        var requests = new List<int?>();
        var weights = new List<int>();
        var times = new List<double>();
        int? sum = 0;
        var weight = 0;
        double time = 0;
        var started = false;
        for (var i = 0; i < rounds.Count; i++)
        {
            sum = started ? sum + rounds[i].Requests : 0;
            weight += rounds[i].Weight;
            time += rounds[i].Seconds ?? double.NaN;
            if (!isEachAnInterval && rounds[i].Ids is null && i < rounds.Count - 1) continue;
            if (started)
            {
                requests.Add(sum);
                weights.Add(weight);
                times.Add(time);
            }

            started = true;
            (sum, weight, time) = (0, 0, 0);
        }

        var isOwnWork = rounds.Skip(1).All(round => round.Load.Time is { IsOwnWork: true });
        return new SnapshotIntervals(requests, weights, times.Exists(double.IsNaN) ? null : times) { IsOwnWork = isOwnWork };
    }
}
