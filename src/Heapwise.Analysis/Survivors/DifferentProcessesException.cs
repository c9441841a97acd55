using System.Globalization;

namespace Heapwise.Analysis.Survivors;

/// <summary>Two snapshots that were to be compared by id are of different processes.</summary>
public sealed class DifferentProcessesException(string before, string after, int commonIds, int sameObjects)
    : SnapshotSeriesException(string.Create(
        CultureInfo.InvariantCulture,
        $"{before} and {after} are not of one process: of {commonIds} ids that both hold, {sameObjects} stand for the same object. " +
        $"Compare snapshots of one run, the earlier one first, taken without detaching in between: V8 numbers objects anew when an " +
        $"inspector disconnects ('heapwise snapshot --count 2' takes two)."))
{
    public string Before { get; } = before;

    public string After { get; } = after;

    public int CommonIds { get; } = commonIds;

    public int SameObjects { get; } = sameObjects;
}
