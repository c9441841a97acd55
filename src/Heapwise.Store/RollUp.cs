using System.Data.Common;
using System.Globalization;

namespace Heapwise.Store;

/// <summary>
/// Old samples are kept more coarsely: readings for an hour, minutes for two days, hours for a year. A stretch keeps the lowest, the mean,
/// the highest and the latest of its values. The same statements for SQLite and PostgreSQL.
/// </summary>
internal static class RollUp
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;

    /// <summary>From one step to the next, once its age is reached. Milliseconds; a reading has no length.</summary>
    private static readonly (long From, long To, long Age)[] Steps = [(0, Minute, Hour), (Minute, Hour, 48 * Hour)];

    private const long MaxAge = 365 * 24 * Hour;

    /// <summary>Within a transaction of the caller's, so that nothing is ever counted twice.</summary>
    public static void Run(DbConnection connection, DateTimeOffset now)
    {
        var time = now.ToUnixTimeMilliseconds();
        foreach (var (from, to, age) in Steps)
        {
            var before = time - age;
            before -= before % to; // whole stretches only
            connection.Execute(Merge(to), ("from", from), ("before", before));
            connection.Execute("DELETE FROM sample WHERE step = @from AND at < @before", ("from", from), ("before", before));
        }

        connection.Execute("DELETE FROM sample WHERE step = @step AND at < @before", ("step", Hour), ("before", time - MaxAge));
    }

    /// <summary>A stretch that exists already was begun before the clock was put back: the two are joined.</summary>
    private static string Merge(long step)
    {
        var length = step.ToString(CultureInfo.InvariantCulture);
        return $"""
            INSERT INTO sample (target, series, step, at, low, mean, high, last, count)
            SELECT target, series, {length}, stretch, min(low), sum(mean * count) / sum(count), max(high), max(newest), sum(count)
            FROM (
                SELECT target, series, low, mean, high, count, at - at % {length} AS stretch,
                    first_value(last) OVER (PARTITION BY target, series, at - at % {length} ORDER BY at DESC) AS newest
                FROM sample WHERE step = @from AND at < @before) AS old
            WHERE 1 = 1
            GROUP BY target, series, stretch
            ON CONFLICT (target, series, step, at) DO UPDATE SET
                low = CASE WHEN excluded.low < sample.low THEN excluded.low ELSE sample.low END,
                mean = (sample.mean * sample.count + excluded.mean * excluded.count) / (sample.count + excluded.count),
                high = CASE WHEN excluded.high > sample.high THEN excluded.high ELSE sample.high END,
                last = excluded.last,
                count = sample.count + excluded.count
            """;
    }
}
