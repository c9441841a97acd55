using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Doctor;

/// <summary>All checks, in the order of the page. Each is a function of the facts.</summary>
internal static class DoctorChecks
{
    private static readonly Func<DoctorFacts, IEnumerable<DoctorCheck>>[] All =
    [
        BuildChecks.Of, NodeCheck.Of, ProcessChecks.Of, RightsCheck.Of, PortCheck.Of, MemoryCheck.Of, FolderChecks.Of, LeftBehindCheck.Of,
    ];

    public static DoctorReport Run(DoctorFacts facts) => new() { Checks = [.. All.SelectMany(check => check(facts))] };

    public static DoctorCheck Ok(string name, string message) => new(name, DoctorState.Ok, message, null);

    public static DoctorCheck Note(string name, string message, string? command = null) => new(name, DoctorState.Note, message, command);

    public static DoctorCheck Problem(string name, string message, string? command = null) =>
        new(name, DoctorState.Problem, message, command);
}
