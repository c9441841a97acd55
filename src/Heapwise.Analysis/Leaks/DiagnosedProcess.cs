using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Leaks;

/// <summary>The process that a diagnosis examined.</summary>
/// <param name="Pid">As this machine sees it, where it runs here.</param>
/// <param name="Role">What it is in its program.</param>
/// <param name="Script">Its main script; null for <c>node -e</c>.</param>
/// <param name="Thread">The worker thread whose heap it was; null for the main thread.</param>
public sealed record DiagnosedProcess(int Pid, ProcessRole Role, string? Script, int? Thread)
{
    /// <summary>As Node prints it, <c>v24.21.0</c>. Reports of earlier versions have none.</summary>
    public string? NodeVersion { get; init; }

    /// <summary>
    /// The most resident memory that it had before the first snapshot, which raises it; null where that is not known.
    /// </summary>
    public long? PeakRssBytes { get; init; }
}

/// <summary>What a process is in its program.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProcessRole>))]
public enum ProcessRole
{
    /// <summary>The process that was started or named.</summary>
    [JsonStringEnumMemberName("main")]
    Main,

    /// <summary>A process that it started, directly or not.</summary>
    [JsonStringEnumMemberName("child")]
    Child,

    /// <summary>A worker of a cluster.</summary>
    [JsonStringEnumMemberName("worker")]
    Worker,
}
