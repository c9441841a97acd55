namespace Heapwise.Guard.Evidence;

/// <summary>
/// Which evidence is deleted: of every program the newest snapshots stay, as many as are wanted, and all files together stay within the
/// quota. What belongs together goes together, so that no pair is split; the newest of all stays whatever the limits. Of baselines only
/// the newest counts. What waits for its upload goes last, and only for the quota.
/// </summary>
internal static class Rotation
{
    /// <summary>Those to delete, oldest first.</summary>
    /// <param name="files">All that there are.</param>
    /// <param name="maxSnapshots">How many a program may have.</param>
    /// <param name="quotaBytes">How much all together may take.</param>
    /// <param name="waiting">Series that have not been uploaded yet.</param>
    public static IReadOnlyList<string> Choose(
        IReadOnlyList<(string Path, long Bytes)> files, int maxSnapshots, long quotaBytes, IReadOnlyCollection<string> waiting)
    {
        var all = files.Select(file => (Name: EvidenceName.Parse(file.Path), file.Path, file.Bytes))
            .Where(file => file.Name is not null)
            .GroupBy(file => file.Name!.Series) // others were left out
            .Select(series => new Series([.. series.Select(file => (file.Name!, file.Path, file.Bytes))]))
            .OrderByDescending(series => series.Time, StringComparer.Ordinal)
            .ThenBy(series => series.Id, StringComparer.Ordinal)
            .ToList();
        var kept = all.GroupBy(series => series.Program).SelectMany(program => Keep([.. program], maxSnapshots))
            .Concat(all.Where(series => waiting.Contains(series.Id))).ToHashSet();
        var bytes = kept.Sum(series => series.Bytes);
        var oldestFirst = all.Where(kept.Contains).Skip(1).Reverse().OrderBy(series => waiting.Contains(series.Id)).ToList();
        foreach (var oldest in oldestFirst)
        {
            if (bytes <= quotaBytes) break;
            kept.Remove(oldest);
            bytes -= oldest.Bytes;
        }

        return [.. all.AsEnumerable().Reverse().Where(series => !kept.Contains(series)).SelectMany(series => series.Paths)];
    }

    /// <summary>Of one program, newest first.</summary>
    private static IEnumerable<Series> Keep(IReadOnlyList<Series> newestFirst, int maxSnapshots)
    {
        var baseline = newestFirst.FirstOrDefault(series => series.IsBaseline);
        var others = newestFirst.Where(series => !series.IsBaseline).ToList();
        var count = 0;
        if (baseline is not null && (others.Count == 0 || others[0].Snapshots + baseline.Snapshots <= maxSnapshots))
        {
            yield return baseline;
            count = baseline.Snapshots;
        }

        foreach (var (i, series) in others.Index())
        {
            if (i > 0 && count + series.Snapshots > maxSnapshots) yield break;
            count += series.Snapshots;
            yield return series;
        }
    }

    private sealed class Series(IReadOnlyList<(EvidenceName Name, string Path, long Bytes)> files)
    {
        public string Id => files[0].Name.Series;

        public string Program => files[0].Name.Program;

        public string Time => files[0].Name.Time;

        public bool IsBaseline => files.Any(file => file.Name.IsBaseline);

        public int Snapshots => files.Count(file => file.Name.IsSnapshot);

        public long Bytes => files.Sum(file => file.Bytes);

        public IEnumerable<string> Paths => files.Select(file => file.Path);
    }
}
