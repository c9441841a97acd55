using Heapwise.Live.Targets;

namespace Heapwise.Guard.Chronicles;

/// <summary>Where a history is.</summary>
public static class HistoryPlace
{
    /// <summary>The file that is written where nobody names one.</summary>
    public static string DefaultFile { get; } = Path.Combine(StateFolder.Default, "history.db");

    /// <summary>Whether it is the address of a PostgreSQL server.</summary>
    public static bool IsServer(string? store) => store is not null
        && (store.StartsWith("postgres://", StringComparison.Ordinal) || store.StartsWith("postgresql://", StringComparison.Ordinal));

    /// <summary>The file that a guard writes. In front of a server it is the buffer.</summary>
    public static string FileOf(string? store) => store is null || IsServer(store) ? DefaultFile : store;
}
