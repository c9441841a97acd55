using System.Globalization;
using System.Text.RegularExpressions;
using Heapwise.Guard.Targets;

namespace Heapwise.Guard.Evidence;

/// <summary>
/// The names of evidence: <c>server.js-20261130-101500-4711.1.heapsnapshot</c>. What belongs together has the same beginning, so that files
/// can be rotated by their names alone, whatever became of the history.
/// </summary>
/// <param name="Program">The script.</param>
/// <param name="Time">When it was begun, <c>yyyyMMdd-HHmmss</c>.</param>
/// <param name="Series">Program, time, and the id of the process or worker thread: what belongs together.</param>
/// <param name="Part">A number, or <c>baseline</c>.</param>
/// <param name="Extension">Such as <c>heapsnapshot</c>.</param>
internal sealed partial record EvidenceName(string Program, string Time, string Series, string Part, string Extension)
{
    public const string Snapshot = "heapsnapshot";

    public bool IsSnapshot => Extension == Snapshot;

    public bool IsBaseline => Part == "baseline";

    /// <summary>What the files of a new series begin with.</summary>
    public static string CreateSeries(TargetIdentity target, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{SafeName(target.Name)}-{now.UtcDateTime:yyyyMMdd-HHmmss}-{target.Thread?.Id ?? target.Node.ProcessId}");

    /// <summary>Null where it is no name of evidence, as that of a file that is still being written.</summary>
    public static EvidenceName? Parse(string path) => Pattern().Match(Path.GetFileName(path)) is { Success: true, Groups: var parts }
        ? new EvidenceName(parts["program"].Value, parts["time"].Value, parts["series"].Value, parts["part"].Value,
            parts["extension"].Value)
        : null;

    private static string SafeName(string name) =>
        Unsafe().Replace(name, "_") is var safe && safe.Length > MaxNameLength ? safe[..MaxNameLength] : safe;

    private const int MaxNameLength = 40;

    [GeneratedRegex(
        @"^(?<series>(?<program>.+)-(?<time>\d{8}-\d{6})-\d+)"
            + @"\.(?<part>\d+|baseline|diagnosis|allocations)\.(?<extension>heapsnapshot|heapprofile|json)$",
        RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"[^A-Za-z0-9._]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unsafe();
}
