namespace Heapwise.Diagnosis.Loads;

/// <summary>A command that drives the target.</summary>
public sealed record CommandLoadOptions
{
    /// <summary>For <c>sh -c</c>.</summary>
    public required string Command { get; init; }

    /// <summary>How many requests it sends in a round, where the user knows.</summary>
    public int? Requests { get; init; }

    /// <summary>Whether it is run before the rounds.</summary>
    public bool WarmsUp { get; init; } = true;

    /// <summary>Empty: ours.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>Variables that it is given besides ours.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is waited for before the first run; null: nothing.</summary>
    public HttpLoad? Ready { get; init; }
}
