using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Heapwise.Cli.Commands;
using Heapwise.Cli.Help;
using Heapwise.Cli.Shell;
using Heapwise.Server.Watching;

namespace Heapwise.Cli;

/// <summary>The root of the command line. A new command is one more line in <see cref="Create"/>, in the order of the help.</summary>
internal static class HeapwiseCommand
{
    private const string Description =
        "Finds memory leaks in Node.js programs: reads and compares heap snapshots, and traces what holds an object to the line of code.";

    public static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand(Description)
        {
            new DiagnoseCommand(terminal),
            new VerifyCommand(terminal),
            new TestCommand(terminal),
            new RunCommand(terminal),
            new UiCommand(terminal),
            new GuardCommand(terminal),
            new HistoryCommand(terminal),
            new PsCommand(terminal),
            new StatsCommand(terminal),
            new TopCommand(terminal),
            new GcCommand(terminal),
            new SnapshotCommand(terminal),
            new RecordCommand(terminal),
            new SummaryCommand(terminal),
            new DiffCommand(terminal),
            new NodeCommand(terminal),
            new RetainersCommand(terminal),
            new DominatorsCommand(terminal),
            new StringsCommand(terminal),
            new GcLogCommand(terminal),
            new CacheCommand(terminal),
            new SampleCommand(terminal),
            new DoctorCommand(terminal),
            new CompletionsCommand(terminal),
            new ManCommand(terminal, ManPage.All, ManPage.Mark),
        };
        root.Directives.Clear();
        foreach (var option in root.Options)
        {
            if (option is HelpOption help)
            {
                help.Description = "options, arguments and examples";
                help.Action = new WriteText(terminal, clearsErrors: true, parsed => HelpText.Of(parsed.CommandResult.Command));
            }

            if (option is VersionOption version)
                version.Action = new WriteText(terminal, clearsErrors: true, _ => $"heapwise {ProductVersion.Text}");
        }

        root.Action = new WriteText(terminal, clearsErrors: false, _ => HelpText.StartPage(NodeProcesses.Find()));
        return root;
    }

    private sealed class WriteText(Terminal terminal, bool clearsErrors, Func<ParseResult, string> text) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => clearsErrors;

        public override int Invoke(ParseResult parseResult)
        {
            using var writer = new StreamWriter(terminal.Output, leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(text(parseResult).TrimEnd());
            return ExitCode.Success;
        }
    }
}
