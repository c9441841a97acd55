using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Reports;

/// <summary>What works on this machine, and what to do about the rest. Schema <c>heapwise.doctor/1</c>.</summary>
public sealed record DoctorReport
{
    public const string SchemaName = "heapwise.doctor/1";

    public string Schema { get; init; } = SchemaName;

    public required IReadOnlyList<DoctorCheck> Checks { get; init; }
}

/// <summary>One check of a <see cref="DoctorReport"/>.</summary>
/// <param name="Name">What was looked at; scripts may rely on it.</param>
/// <param name="State">Whether something will not work.</param>
/// <param name="Message">What was found, in a sentence.</param>
/// <param name="Command">A command that helps; null where there is nothing to do.</param>
public sealed record DoctorCheck(string Name, DoctorState State, string Message, string? Command);

/// <summary>The result of a <see cref="DoctorCheck"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DoctorState>))]
public enum DoctorState
{
    /// <summary>It works.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It works, with a limit that a person should know.</summary>
    [JsonStringEnumMemberName("note")]
    Note,

    /// <summary>Something will not work.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem,
}
