namespace Heapwise.Live.Launching;

/// <summary>How a program will be started, and why.</summary>
/// <param name="Program">As the user names it.</param>
/// <param name="Arguments">Including the flags that go on the command line.</param>
/// <param name="NodeOptions">The new value of the variable; null where it stays as it is.</param>
/// <param name="Folder">Where snapshots will be written, as a full path; null where the user chose it, or none will be taken.</param>
/// <param name="Choices">One per flag, in the order of the command line.</param>
/// <param name="Warnings">What may go wrong, each one sentence.</param>
public sealed record LaunchPlan(
    string Program,
    IReadOnlyList<string> Arguments,
    string? NodeOptions,
    string? Folder,
    IReadOnlyList<LaunchChoice> Choices,
    IReadOnlyList<string> Warnings)
{
    public IReadOnlyList<string> Flags => [.. Choices.Select(choice => choice.Flag).OfType<string>()];
}

/// <param name="Flag">The flag that Node gets; null where we give it none.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record LaunchChoice(string? Flag, string Reason);
