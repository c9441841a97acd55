using Heapwise.Analysis.Reports;
using Heapwise.Cli.Shell;
using Heapwise.Heap.Index;
using Heapwise.Live.Surroundings;
using Heapwise.Live.Targets;
using Heapwise.Server.Watching;

namespace Heapwise.Cli.Doctor;

/// <summary>All that the checks look at, read beforehand, so that checking is pure.</summary>
internal sealed record DoctorFacts
{
    public required BuildFacts Build { get; init; }

    /// <summary>Null where attaching by pid is not supported: not Linux.</summary>
    public required Rights? Rights { get; init; }

    public required IReadOnlyList<ProcessRow> Processes { get; init; }

    /// <summary>The holder of the inspector's port; null where it is free.</summary>
    public required InspectorPort? Port { get; init; }

    public required InstalledNode Node { get; init; }

    public required MemoryRoom Memory { get; init; }

    public required FolderState Temporary { get; init; }

    public required FolderState Index { get; init; }

    public required FolderState Notes { get; init; }

    public required LeftBehind Left { get; init; }

    /// <summary>Nothing is attached to, and nothing is changed.</summary>
    public static async Task<DoctorFacts> CollectAsync(Terminal terminal, CancellationToken cancellation)
    {
        var temporary = terminal.Variable("TMPDIR") is { Length: > 0 } folder ? folder : Path.GetTempPath();
        var processes = NodeProcesses.Find();
        return new DoctorFacts
        {
            Build = BuildFacts.Current,
            Rights = Rights.Find(),
            Processes = processes,
            Port = InspectorPort.Find(processes.Where(process => process.CanAttach).Select(process => process.Pid)),
            Node = await InstalledNode.FindAsync(terminal.Variable("PATH"), cancellation),
            Memory = MemoryRoom.Find(),
            Temporary = FolderState.Of(temporary),
            Index = FolderState.Of(IndexStore.Folder),
            Notes = FolderState.Of(FolderState.Notes),
            Left = LeftBehind.Find(new TargetOptions(), temporary),
        };
    }
}
