using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Doctor;

/// <summary>The Node processes here, and whether heapwise can attach to them. A line for each kind of obstacle.</summary>
internal static class ProcessChecks
{
    private const string Name = "processes";
    private const int MaxNamed = 5;

    public static IEnumerable<DoctorCheck> Of(DoctorFacts facts)
    {
        if (facts.Rights is null)
        {
            yield return DoctorChecks.Note(
                Name, "attaching by pid needs Linux; open the program's inspector instead (node --inspect app.js)",
                "heapwise stats --inspect 127.0.0.1:9229");
            yield break;
        }

        var reachable = facts.Processes.Where(process => process.CanAttach).ToList();
        if (facts.Processes.Count == 0) yield return DoctorChecks.Ok(Name, "no Node process is running here");
        if (reachable.Count > 0)
        {
            var what = Counts.Format(facts.Processes.Count, "Node process", "Node processes");
            yield return DoctorChecks.Ok(Name, reachable.Count == facts.Processes.Count
                ? $"{what}: heapwise can attach to {(reachable.Count == 1 ? "it" : "all of them")}"
                : $"{what}: heapwise can attach to {reachable.Count} of them");
        }

        foreach (var alike in facts.Processes.Where(process => !process.CanAttach).GroupBy(process => process.ObstacleReason))
            yield return Obstacle([.. alike], facts.Rights.UserId);
    }

    /// <summary>What belongs to others is out of reach on purpose.</summary>
    private static DoctorCheck Obstacle(IReadOnlyList<ProcessRow> alike, int userId)
    {
        var pids = string.Join(", ", alike.Take(MaxNamed).Select(process => process.Pid)) + (alike.Count > MaxNamed ? ", …" : "");
        var message = alike is [var one] ? one.Obstacle! : $"pid {pids}: {alike[0].ObstacleReason}"; // they have one
        return alike.All(process => process.UserId != userId)
            ? DoctorChecks.Note(Name, message, userId == 0 ? null : "sudo heapwise ps")
            : DoctorChecks.Problem(Name, message, "heapwise ps");
    }
}
