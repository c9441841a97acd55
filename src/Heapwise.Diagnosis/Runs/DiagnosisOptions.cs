using Heapwise.Live.Capture;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Runs;

/// <summary>How a live target is diagnosed.</summary>
public sealed record DiagnosisOptions
{
    /// <summary>Rounds after the baseline; a leak must show in each. Fewer than two prove nothing.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>How long the target may take after a round until its floors agree.</summary>
    public TimeSpan SettleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where the snapshots are kept; null: in a private folder that is deleted at the end.</summary>
    public string? KeepFolder { get; init; }

    /// <summary>Where that private folder is made. Two snapshots at a time must fit.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    /// <summary>Fingerprints of findings that do not count; null: none.</summary>
    public IReadOnlySet<string>? Ignored { get; init; }

    public TargetOptions Target { get; init; } = new();

    public CaptureOptions Capture { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
