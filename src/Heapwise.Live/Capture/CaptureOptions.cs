namespace Heapwise.Live.Capture;

/// <summary>What a snapshot may cost, and how it is written.</summary>
public sealed record CaptureOptions
{
    /// <summary>
    /// Characters that are kept of each string in a temporary snapshot. Names of scripts are strings, too, and must not be cut.
    /// </summary>
    public const int TemporaryStringLimit = 256;

    /// <summary>Compressed snapshots are smaller by at least this factor (seen: 5 to 12).</summary>
    internal const int MinCompression = 4;

    /// <summary>The longest acceptable pause, low for production targets; null: any.</summary>
    public TimeSpan? MaxPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Takes the snapshot whatever the estimates say.</summary>
    public bool Force { get; init; }

    /// <summary>Memory and disk that must remain free, on top of the estimates.</summary>
    public long ReserveBytes { get; init; } = 32L << 20;

    /// <summary>
    /// The caller reads the file and deletes it: strings are cut at <see cref="TemporaryStringLimit"/>, and the file is not forced to disk.
    /// </summary>
    public bool IsTemporary { get; init; }

    /// <summary>Writes the file gzipped.</summary>
    public bool Compresses { get; init; }

    /// <summary>What snapshots have cost on this machine; each new one is added.</summary>
    public CaptureRates Rates { get; init; } = CaptureRates.None();

    /// <summary>False where the caller has just collected the target's garbage.</summary>
    public bool CollectsGarbage { get; init; } = true;
}
