using System.Reflection;

namespace Heapwise.Guard.Metrics.Figures;

/// <summary>What the guard knows after a turn. Never changes: scrapes and exports read it while the next turn runs.</summary>
/// <param name="At">When the turn ended.</param>
/// <param name="Host">The machine, or pod.</param>
/// <param name="Targets">Those that are watched now.</param>
/// <param name="Work">What the guard has done so far.</param>
public sealed record GuardFigures(DateTimeOffset At, string Host, IReadOnlyList<TargetFigures> Targets, GuardWork Work)
{
    /// <summary>How many alerts are open, by rule; all rules that are on.</summary>
    public required IReadOnlyList<(string Rule, int Count)> Firing { get; init; }

    /// <summary>How many messages wait, by receiver.</summary>
    public required IReadOnlyList<(string Receiver, long Count)> Waiting { get; init; }

    public required OwnProcess Own { get; init; }

    /// <summary>The version of heapwise.</summary>
    public static string Version { get; } = FindVersion()?.Split('+')[0] ?? "unknown";

    private static string? FindVersion() =>
        typeof(GuardFigures).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}

/// <summary>What the guard has done since it started.</summary>
/// <param name="Turns">How often it has looked.</param>
/// <param name="TurnTime">How long that took, in all.</param>
/// <param name="Readings">How often it has read a target.</param>
/// <param name="UnreadHeaps">How many of these have not shown the heap.</param>
/// <param name="Captures">Orders of evidence that have left files.</param>
/// <param name="Refusals">Those that have left none.</param>
public sealed record GuardWork(long Turns, TimeSpan TurnTime, long Readings, long UnreadHeaps, long Captures, long Refusals);
