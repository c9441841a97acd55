namespace Heapwise.Live.Capture;

/// <summary>What a snapshot may cost.</summary>
public sealed record CaptureOptions
{
    /// <summary>The longest pause that is acceptable. Production targets want this low; null: any.</summary>
    public TimeSpan? MaxPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Takes the snapshot whatever the estimates say.</summary>
    public bool Force { get; init; }

    /// <summary>Free memory and disk that must remain, on top of the estimates.</summary>
    public long ReserveBytes { get; init; } = 32L << 20;

    /// <summary>The file is read and thrown away by the caller: strings are cut at <see cref="TemporaryStringLimit"/>, and it is not forced to disk.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>Characters of each string in a temporary snapshot; names of scripts are strings, too, and must not be cut.</summary>
    public const int TemporaryStringLimit = 256;

    /// <summary>Writes the file gzipped.</summary>
    public bool Compresses { get; init; }

    /// <summary>Snapshots become so many times smaller at the least (seen: 5 to 12 times).</summary>
    internal const int LeastCompression = 4;

    /// <summary>What snapshots have cost on this machine; each new one is added.</summary>
    public CaptureRates Rates { get; init; } = CaptureRates.None();

    /// <summary>False where the caller has just collected the target's garbage.</summary>
    public bool CollectsGarbage { get; init; } = true;
}
