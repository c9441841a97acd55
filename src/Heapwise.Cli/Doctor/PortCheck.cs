using Heapwise.Analysis.Reports;
using Heapwise.Live.Surroundings;

namespace Heapwise.Cli.Doctor;

/// <summary>The port that a process needs for a moment when heapwise attaches to it.</summary>
internal static class PortCheck
{
    private const string Name = "inspector-port";

    public static IEnumerable<DoctorCheck> Of(DoctorFacts facts)
    {
        if (facts.Rights is null) yield break;
        yield return facts.Port switch
        {
            null => DoctorChecks.Ok(Name, $"port {InspectorPort.Number} is free: processes can open their inspector"),
            { Obstacle: null } port => DoctorChecks.Note(
                Name, $"port {InspectorPort.Number} is taken by {port.Holder}: to attach to another process, add --move-inspector, which "
                + "moves that inspector for a moment", CommandFor(facts)),
            { Obstacle: { } why } port => DoctorChecks.Problem(
                Name, $"port {InspectorPort.Number} is taken by {port.Holder}, which {why}. Other processes cannot open their inspector: "
                + "end that process, or start your program with another port", "node --inspect-port=0 app.js"),
        };
    }

    private static string CommandFor(DoctorFacts facts) =>
        facts.Processes.FirstOrDefault(process => process is { CanAttach: true, Inspector: null }) is { } process
            ? $"heapwise stats --move-inspector {process.Pid}"
            : "heapwise ps";
}
