using System.CommandLine.Completions;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Processes;
using Heapwise.Server.Watching;

namespace Heapwise.Cli.Completion;

/// <summary>
/// What a shell can offer for a value, as sources of completions for options and arguments. Files, folders and programs are named by their
/// kind only: shells complete them themselves, with their own rules for quotes and <c>~</c>.
/// </summary>
internal static class Offers
{
    /// <summary>The label is how the names end; empty for any file.</summary>
    public const string FileKind = "files";

    public const string FolderKind = "folders";

    /// <summary>What follows after <c>--</c>.</summary>
    public const string ProgramKind = "programs";

    public const string ValueKind = "Value";

    public static IEnumerable<CompletionItem> Files(CompletionContext context) => [new("", FileKind)];

    public static IEnumerable<CompletionItem> Snapshots(CompletionContext context) => [new(".heapsnapshot", FileKind)];

    public static IEnumerable<CompletionItem> Reports(CompletionContext context) => [new(".json", FileKind)];

    public static IEnumerable<CompletionItem> Folders(CompletionContext context) => [new("", FolderKind)];

    public static IEnumerable<CompletionItem> Programs(CompletionContext context) => [new("", ProgramKind)];

    /// <summary>The pids that heapwise can attach to.</summary>
    public static IEnumerable<CompletionItem> Processes(CompletionContext context) =>
        from process in NodeProcesses.Find()
        where process.CanAttach
        select new CompletionItem(
            $"{process.Pid}", detail: $"{ProcessNames.NameOf(process)}, {ProcessNames.FiguresOf(process)}");

    /// <summary>Names of scripts that only one process has. One that would need quotes is left out: it could be any text.</summary>
    public static IEnumerable<CompletionItem> ProgramNames(CompletionContext context) =>
        from process in NodeProcesses.Find()
        where process.CanAttach && process.Script is not null
        group process by ProcessNames.NameOf(process) into alike
        where alike.Count() == 1 && ShellWords.Quote(alike.Key) == alike.Key
        select new CompletionItem(alike.Key, detail: $"pid {alike.Single().Pid}, {ProcessNames.FiguresOf(alike.Single())}");

    /// <summary>Where inspectors are open.</summary>
    public static IEnumerable<CompletionItem> Inspectors(CompletionContext context) =>
        from process in NodeProcesses.Find()
        where process.Inspector is not null
        select new CompletionItem(process.Inspector!, detail: $"pid {process.Pid}, {ProcessNames.NameOf(process)}");
}
