namespace Heapwise.Store.Records;

/// <summary>A process that was watched, told apart from all others: of other hosts and containers, and of earlier times.</summary>
/// <param name="Key">Unique over hosts and restarts.</param>
/// <param name="Host">The name of its machine.</param>
/// <param name="Container">The id of its container or pod; empty where it runs in none.</param>
/// <param name="Name">What a person calls it: its script.</param>
/// <param name="Command">Its command line, shortened where it is long.</param>
/// <param name="ProcessId">As that machine saw it.</param>
/// <param name="StartedAt">When it started.</param>
public sealed record StoredTarget(
    string Key, string Host, string Container, string Name, string Command, int ProcessId, DateTimeOffset StartedAt);
