using Heapwise.Live.Capture;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Runs;

/// <summary>How a live target is diagnosed.</summary>
public sealed record DiagnosisOptions
{
    /// <summary>Rounds after the baseline; a leak must show in each. Fewer than two prove nothing.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>
    /// Rounds' worth of load in all, the burst that confirms a candidate included. No more than <see cref="Rounds"/>:
    /// nothing is confirmed.
    /// </summary>
    public int MaxRounds { get; init; } = 24;

    /// <summary>Requests in all, the warm-up and the burst included; null: as many as <see cref="MaxRounds"/> makes.</summary>
    public int? MaxRequests { get; init; }

    /// <summary>How long the target is left alone before the last reading of a confirmation.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the target may take after a round until its floors agree.</summary>
    public TimeSpan SettleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where the snapshots are kept; null: in a private folder that is deleted at the end.</summary>
    public string? KeepFolder { get; init; }

    /// <summary>Where that private folder is made. Two snapshots at a time must fit.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    /// <summary>Fingerprints of findings that do not count.</summary>
    public IReadOnlySet<string> Ignored { get; init; } = new HashSet<string>();

    public DiagnosisWay Way { get; init; }

    /// <summary>Whether a round after the verdict records which calls allocate what leaks. The target is slow for some seconds.</summary>
    public bool Traces { get; init; }

    /// <summary>
    /// Whether a run that ends early, because its target does or because it is stopped, answers with what it has, as soon as that is two
    /// snapshots. Otherwise it fails.
    /// </summary>
    public bool AnswersInPart { get; init; }

    /// <summary>Cancelled where who has stopped the run does not wait for that answer.</summary>
    public CancellationToken Hurry { get; init; }

    public TargetOptions Target { get; init; } = new();

    public CaptureOptions Capture { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
