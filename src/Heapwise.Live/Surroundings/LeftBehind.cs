using Heapwise.Live.Attaching;
using Heapwise.Live.Files;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Surroundings;

/// <summary>What runs of heapwise left because they were killed. Nothing is touched.</summary>
/// <param name="Inspectors">Processes whose inspector a run opened, and to which nobody is connected.</param>
/// <param name="Moved">Processes whose inspector had to make room and has not moved back.</param>
/// <param name="Folders">Temporary folders of runs that have ended.</param>
public sealed record LeftBehind(IReadOnlyList<int> Inspectors, IReadOnlyList<int> Moved, IReadOnlyList<string> Folders)
{
    public bool IsNothing => Inspectors.Count == 0 && Moved.Count == 0 && Folders.Count == 0;

    /// <param name="options">Where the notes of the runs are.</param>
    /// <param name="temporary">The folder for temporary files.</param>
    public static LeftBehind Find(TargetOptions options, string temporary)
    {
        if (!OperatingSystem.IsLinux()) return new LeftBehind([], [], []); // only locks say there whether a run has ended
        return new LeftBehind(Noted(options, "inspector"), Noted(options, "moved"), Leftovers.FindFolders(temporary));
    }

    private static int[] Noted(TargetOptions options, string kind) =>
    [
        .. new OpenedInspectors(options.StateFolder, kind).List().Where(IsUnused).Select(opened => opened.ProcessId),
    ];

    private static bool IsUnused(OpenedInspector opened)
    {
        var rows = ProcSockets.ReadTable(opened.ProcessId).Where(row => row.Local.Port == opened.Port).ToList();
        return rows.Any(row => row.State == TcpRow.Listen) && !rows.Any(row => row.State == TcpRow.Established);
    }
}
