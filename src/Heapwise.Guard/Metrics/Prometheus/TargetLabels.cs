using System.Globalization;
using Heapwise.Guard.Targets;

namespace Heapwise.Guard.Metrics.Prometheus;

/// <summary>
/// The labels of all series of one target. They are the same for as long as it lives, and gone with it. None has more of a command line
/// than the name of the script: the rest may have secrets in it, and would make a series for every argument.
/// </summary>
internal static class TargetLabels
{
    private const int MaxProgramLength = 100;

    /// <summary><c>program</c>, <c>pid</c>, <c>container</c> where it is in one, and <c>thread</c> for a worker thread.</summary>
    public static IReadOnlyList<MetricLabel> Of(TargetIdentity target)
    {
        List<MetricLabel> labels = [new("program", ProgramOf(target)), new("pid", Number(target.Node.ProcessId))];
        if (target.Node.Container.Length > 0) labels.Add(new("container", target.Node.Container));
        if (target.Thread is { } thread) labels.Add(new("thread", Number(thread.Id)));
        return labels;
    }

    /// <summary>The name of its script; <c>node</c> where it has none.</summary>
    public static string ProgramOf(TargetIdentity target)
    {
        var name = target.Node.Script is { } script ? Path.GetFileName(script) : "";
        if (name.Length == 0) return "node";
        return name.Length <= MaxProgramLength ? name : name[..MaxProgramLength];
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
