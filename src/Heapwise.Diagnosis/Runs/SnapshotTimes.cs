namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// How long a program ran between snapshots, as their files tell: a file is made when its snapshot begins, and written to until the pause
/// ends. Copies were made at other times, so they tell nothing.
/// </summary>
internal static class SnapshotTimes
{
    /// <summary>Less is the time between two copies.</summary>
    private const double MinSeconds = 0.1;

    /// <summary>The seconds before each file but the first; null where the files do not tell.</summary>
    public static IReadOnlyList<double>? FindBetween(IReadOnlyList<string> files)
    {
        var pauses = files.Select(file => (From: File.GetCreationTimeUtc(file), To: File.GetLastWriteTimeUtc(file))).ToList();
        if (pauses.Exists(pause => pause.From > pause.To)) return null;
        var seconds = pauses.Zip(pauses.Skip(1), (before, after) => (after.From - before.To).TotalSeconds).ToList();
        return seconds.Exists(between => between < MinSeconds) ? null : seconds;
    }
}
