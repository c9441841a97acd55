using Heapwise.Analysis.GarbageCollection;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Rules;
using Heapwise.Guard.Targets;

namespace Heapwise.Guard.Alerts;

/// <summary>Something that whoever is responsible for a process should know, as facts. Words come last.</summary>
/// <param name="Target">The process.</param>
/// <param name="At">When.</param>
public abstract record News(TargetIdentity Target, DateTimeOffset At)
{
    /// <summary>A rule has fired.</summary>
    public sealed record Fired(
        TargetIdentity Target, DateTimeOffset At, Rule Rule, string Alert, Judgement Judgement, Outlook Outlook) : News(Target, At);

    /// <summary>An alert is over.</summary>
    /// <param name="HasEnded">Because the process has ended, and not because it is well again.</param>
    public sealed record Resolved(
        TargetIdentity Target, DateTimeOffset At, Rule Rule, string Alert, bool HasEnded, Outlook Outlook) : News(Target, At);

    /// <summary>Evidence was taken, or why not.</summary>
    /// <param name="Alert">What it was taken for.</param>
    /// <param name="Files">What there is now, earliest first.</param>
    /// <param name="Refusals">What was not done, and why, a sentence each.</param>
    public sealed record Gathered(
        TargetIdentity Target, DateTimeOffset At, string Alert, IReadOnlyList<GatheredFile> Files, IReadOnlyList<string> Refusals)
        : News(Target, At);

    /// <summary>A pair of snapshots was diagnosed.</summary>
    public sealed record Diagnosed(TargetIdentity Target, DateTimeOffset At, string Alert, Finding Finding) : News(Target, At);

    /// <summary>Evidence is in a storage, and verified there.</summary>
    /// <param name="Alert">What it was taken for; empty for a baseline.</param>
    /// <param name="KeepsLocal">Whether the local copies stay.</param>
    /// <param name="Files">What belongs together, earliest first.</param>
    public sealed record Uploaded(
        TargetIdentity Target, DateTimeOffset At, string Alert, bool KeepsLocal, IReadOnlyList<UploadedFile> Files) : News(Target, At);

    /// <summary>A process is watched from now on.</summary>
    /// <param name="Replaces">The pid of an earlier process of the same program; 0 where there was none.</param>
    public sealed record Appeared(TargetIdentity Target, DateTimeOffset At, int Replaces) : News(Target, At);

    /// <summary>A process that was watched has ended.</summary>
    public sealed record Ended(TargetIdentity Target, DateTimeOffset At, Outlook Outlook) : News(Target, At);
}

/// <summary>How it looks for a process at one moment.</summary>
/// <param name="Values">The latest reading.</param>
/// <param name="Heap">Whether what is left after collections moves.</param>
/// <param name="TimeLeft">Until it reaches the limit; null where it does not grow.</param>
public sealed record Outlook(IReadOnlyDictionary<Figure, double> Values, FloorTrend Heap, TimeSpan? TimeLeft)
{
    /// <inheritdoc cref="Reading.FindHeap()"/>
    public (double Used, double Limit)? FindHeap() =>
        Reading.FindHeap(figure => Values.TryGetValue(figure, out var value) ? value : null);

    public static Outlook Of(Trail trail) => new(
        trail.Latest?.Values ?? new Dictionary<Figure, double>(),
        trail.Heap.Trend,
        trail.Latest?.FindHeap() is { } heap ? Trail.FindTimeLeft(trail.Heap, heap.Limit) : null);
}

/// <summary>A file that says something about a process's memory.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Kind">Such as <c>snapshot</c>.</param>
/// <param name="Bytes">Its size.</param>
public sealed record GatheredFile(string Path, string Kind, long Bytes);

/// <summary>A file and its copy in a storage.</summary>
/// <param name="Path">Where it was written.</param>
/// <param name="Kind">Such as <c>snapshot</c>.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Location">Where the copy is: <c>s3://BUCKET/KEY</c>.</param>
public sealed record UploadedFile(string Path, string Kind, long Bytes, string Location);

/// <summary>What a diagnosis says.</summary>
/// <param name="Verdict">Such as <c>leak</c>.</param>
/// <param name="Title">What leaks, or why there is no verdict.</param>
/// <param name="Place">The line of code; empty where none is known.</param>
/// <param name="Chain">What holds it, from the root; empty where nothing is known.</param>
/// <param name="ReportFile">The whole diagnosis, as JSON.</param>
public sealed record Finding(string Verdict, string Title, string Place, string Chain, string ReportFile);
