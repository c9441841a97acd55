using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Processes;

/// <summary>What a person calls a process, where there is little room.</summary>
internal static class ProcessNames
{
    /// <summary>What a person calls it: the file of its script, or its command line.</summary>
    public static string NameOf(ProcessRow process) =>
        SafeText.OneLine(process.Script is { } script ? Path.GetFileName(script) : process.Command);

    /// <summary>Version and size, to tell it from others of that name.</summary>
    public static string FiguresOf(ProcessRow process) => $"{process.Version}, {ByteSize.Format(process.RssBytes)}";
}
