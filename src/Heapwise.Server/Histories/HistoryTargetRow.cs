using Heapwise.Store.Records;

namespace Heapwise.Server.Histories;

/// <summary>A process that the guard watched.</summary>
public sealed record HistoryTargetRow
{
    public required string Key { get; init; }

    public required string Name { get; init; }

    public required string Host { get; init; }

    public required string Container { get; init; }

    public required string Command { get; init; }

    public required int Pid { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Seen { get; init; }

    internal static HistoryTargetRow From((StoredTarget Target, DateTimeOffset SeenAt) row) => new()
    {
        Key = row.Target.Key,
        Name = row.Target.Name,
        Host = row.Target.Host,
        Container = row.Target.Container,
        Command = row.Target.Command,
        Pid = row.Target.ProcessId,
        Started = row.Target.StartedAt,
        Seen = row.SeenAt,
    };
}
