namespace Heapwise.Live.Launching;

/// <summary>How a program is to be started, and why so.</summary>
/// <param name="Program">As the user names it.</param>
/// <param name="Arguments">With the flags, where they go on the command line.</param>
/// <param name="NodeOptions">The variable to be set; null where it stays as it is.</param>
/// <param name="Folder">Where snapshots will go, as a full path; null where that is not ours to say, or none will be taken.</param>
/// <param name="Choices">One a flag, in the order of the command line.</param>
/// <param name="Warnings">What may go wrong, each one sentence.</param>
public sealed record LaunchPlan(
    string Program, IReadOnlyList<string> Arguments, string? NodeOptions, string? Folder, IReadOnlyList<LaunchChoice> Choices, IReadOnlyList<string> Warnings)
{
    public IReadOnlyList<string> Flags => [.. Choices.Where(choice => choice.Flag is not null).Select(choice => choice.Flag!)]; // the filter asks
}

/// <param name="Flag">The flag that Node gets; null where it gets none from us.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record LaunchChoice(string? Flag, string Reason);

/// <summary>What the choice of flags depends on. Everything is read before, so that choosing is pure.</summary>
public sealed record LaunchSurroundings
{
    /// <summary>The variable as it is now.</summary>
    public string? NodeOptions { get; init; }

    /// <summary>The memory limit of the control group; null where there is none below the machine's memory.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>The machine's memory, from which V8 takes its own limit; null where it cannot be seen.</summary>
    public long? MachineMemoryBytes { get; init; }

    /// <summary>Full path.</summary>
    public required string Folder { get; init; }

    /// <summary>Free on the disk of the folder; null where it cannot be seen.</summary>
    public long? FreeDiskBytes { get; init; }

    /// <summary>Snapshots that are in the folder already.</summary>
    public IReadOnlyList<FileInfo> Earlier { get; init; } = [];
}
