using Heapwise.Cli.Formatting;
using Heapwise.Live.Launching;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Texts;

/// <summary>What <c>heapwise run</c> says before the program begins: a headline, one line a flag, then what is worth knowing.</summary>
internal static class LaunchText
{
    /// <param name="command">As the user gave it.</param>
    /// <param name="plan">What was chosen.</param>
    /// <param name="earlier">Snapshots that earlier runs left.</param>
    /// <param name="processId">The program's pid; null where it is not started.</param>
    public static IEnumerable<string> Of(TargetSpec.Command command, LaunchPlan plan, IReadOnlyList<FileInfo> earlier, int? processId)
    {
        var way = plan.Flags.Count == 0 ? "as it is" : command.IsNode ? "with" : "with, in NODE_OPTIONS,";
        yield return $"heapwise: {ShellWords.Line([command.Program, .. command.Arguments])} runs{(processId is null ? "" : $" as pid {processId}")} {way}";
        foreach (var choice in plan.Choices) yield return choice.Flag is null ? $"  ({choice.Reason})" : $"  {ShellWords.Quote(choice.Flag)}: {choice.Reason}";
        foreach (var warning in plan.Warnings) yield return $"heapwise: warning: {warning}";
        if (earlier.Count > 0) yield return OfEarlier(earlier);
        if (processId is not null) yield return $"heapwise: to look at it: {(command.IsNode ? $"heapwise stats {processId}" : "heapwise ps, then heapwise stats PID")}";
    }

    private static string OfEarlier(IReadOnlyList<FileInfo> earlier)
    {
        var empty = earlier.Count(file => file.Length == 0);
        var latest = earlier.LastOrDefault(file => file.Length > 0);
        var words = $"heapwise: earlier runs left {Units.Count(earlier.Count, "snapshot")} in {ShortPath.Of(earlier[0].DirectoryName ?? ".")}";
        if (empty > 0) words += $", {Units.Count(empty)} of them empty: the program was killed while it wrote";
        return latest is null ? words : $"{words}. Next: heapwise summary {ShellWords.Quote(ShortPath.Of(latest.FullName))}";
    }
}
