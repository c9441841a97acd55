using Heapwise.Guard.Rules;

namespace Heapwise.Guard.Settings;

/// <summary>
/// How production is watched: the section <c>guard</c> of heapwise.json, the environment and flags, each over the one before.
/// </summary>
public sealed record GuardSettings
{
    /// <summary>A text that the command line of the watched programs contains; null where flags choose, or all are meant.</summary>
    public required string? TargetName { get; init; }

    /// <summary>Whether all Node processes are watched.</summary>
    public required bool WatchesAll { get; init; }

    /// <summary>From one reading to the next.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How old a process must be before alerts about it begin.</summary>
    public required TimeSpan StartGrace { get; init; }

    /// <summary>How old a process must be before its growth is judged.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>In the order of their events.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    public required EvidenceSettings Evidence { get; init; }

    public required AlertSettings Alerts { get; init; }

    public required MetricsSettings Metrics { get; init; }

    /// <summary>Where evidence is copied to; null: nowhere.</summary>
    public required UploadSettings? Upload { get; init; }

    /// <summary>
    /// Where the history is: a file, or a server's <c>postgres://</c>; null: the file in the folder for the state of programs.
    /// </summary>
    public required string? Store { get; init; }

    /// <summary>The size of the file of the history, bytes.</summary>
    public required long StoreBytes { get; init; }
}
