using Heapwise.Analysis.Language.Units;
using Heapwise.Cli.Formatting;
using Heapwise.Live.Launching;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Texts;

/// <summary>What <c>heapwise run</c> prints before the program starts: a headline, one line per flag, then what else matters.</summary>
internal static class LaunchText
{
    /// <param name="command">As the user gave it.</param>
    /// <param name="plan">What was chosen.</param>
    /// <param name="earlier">Snapshots left by earlier runs.</param>
    /// <param name="processId">The program's pid; null where it is not started.</param>
    public static IEnumerable<string> Of(
        TargetSpec.Command command, LaunchPlan plan, IReadOnlyList<FileInfo> earlier, int? processId)
    {
        var way = plan.Flags.Count == 0 ? "as it is" : command.IsNode ? "with" : "with, in NODE_OPTIONS,";
        var line = ShellWords.Line([command.Program, .. command.Arguments]);
        yield return $"heapwise: {line} runs{(processId is null ? "" : $" as pid {processId}")} {way}";
        foreach (var choice in plan.Choices)
            yield return choice.Flag is null ? $"  ({choice.Reason})" : $"  {ShellWords.Quote(choice.Flag)}: {choice.Reason}";
        foreach (var warning in plan.Warnings) yield return $"heapwise: warning: {warning}";
        if (earlier.Count > 0) yield return OfEarlier(earlier);
        if (processId is null) yield break;
        var inspection = command.IsNode ? $"heapwise stats {processId}" : "heapwise ps, then heapwise stats PID";
        yield return $"heapwise: to inspect it: {inspection}";
    }

    /// <param name="pattern">Where the system writes core files; null where that is not known.</param>
    public static string OfCore(string? pattern) => pattern switch
    {
        null => "heapwise: a core file is kept if it is aborted",
        ['|', ..] => $"heapwise: if it is aborted, its core file goes to {pattern[1..]} (kernel.core_pattern)",
        ['/', ..] => $"heapwise: if it is aborted, its core file is kept as {pattern} (kernel.core_pattern): heapwise diagnose FILE",
        _ => $"heapwise: if it is aborted, its core file is kept in its folder (kernel.core_pattern is {pattern}): heapwise diagnose FILE",
    };

    private static string OfEarlier(IReadOnlyList<FileInfo> earlier)
    {
        var empty = earlier.Count(file => file.Length == 0);
        var latest = earlier.LastOrDefault(file => file.Length > 0);
        var folder = ShortPath.Of(earlier[0].DirectoryName ?? ".");
        var text = $"heapwise: earlier runs left {Counts.Format(earlier.Count, "snapshot")} in {folder}";
        if (empty > 0) text += $", {Counts.Format(empty)} of them empty: the program was killed while it wrote";
        return latest is null ? text : $"{text}. Next: heapwise diagnose {ShellWords.Quote(ShortPath.Of(latest.FullName))}";
    }
}
