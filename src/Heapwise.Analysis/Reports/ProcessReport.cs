using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Reports;

/// <summary>A report about one running process. Its schema and its process come first in the JSON.</summary>
/// <param name="Schema">The name of the record and its version.</param>
public abstract record ProcessReport([property: JsonPropertyOrder(-1)] string Schema)
{
    [JsonPropertyOrder(-1)]
    public required int ProcessId { get; init; }

    /// <summary>The worker thread that the report is about; null for the main thread.</summary>
    [JsonPropertyOrder(-1)]
    public int? Worker { get; init; }

    [JsonPropertyOrder(-1)]
    public required string NodeVersion { get; init; }

    /// <summary>The main script; null for <c>node -e</c>.</summary>
    [JsonPropertyOrder(-1)]
    public required string? Script { get; init; }
}
