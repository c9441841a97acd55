using System.CommandLine;
using System.Text;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Commands;
using Heapwise.Cli.Processes;

namespace Heapwise.Cli.Help;

/// <summary>What <c>--help</c> and a call without arguments print: at most 80 columns, examples last, where the eye ends up.</summary>
internal static class HelpText
{
    private const int Width = 80;

    /// <summary>Of processes on the start page.</summary>
    private const int MaxProcesses = 3;

    /// <summary>Characters beside the longest command of the start page.</summary>
    private const int MaxDescription = 33;

    public static IReadOnlyList<(string Name, string What)> RootOptions { get; } =
        [("--help", "this page; after a command, its options and examples"), ("--version", "the version")];

    public static IReadOnlyList<(string Code, string Meaning)> ExitCodes { get; } =
    [
        ("0", "done; nothing found"),
        ("1", "a leak was found, or a threshold was crossed"),
        ("2", "a usage error, or a file that cannot be read or written"),
        ("3", "an internal error, or a refused capture"),
    ];

    public static string Of(Command command) => command is Verb verb ? OfVerb(verb) : OfRoot(command);

    /// <summary>What a person sees who types only the name: what can be done here and now, in eight lines.</summary>
    /// <param name="processes">The Node processes of this machine, the largest first.</param>
    public static string StartPage(IReadOnlyList<ProcessRow> processes)
    {
        var reachable = processes.Where(process => process.CanAttach).ToList();
        var areAllShown = reachable.Count == processes.Count && processes.Count <= MaxProcesses;
        List<(string, string?)> rows =
        [
            .. reachable.Take(areAllShown ? MaxProcesses : MaxProcesses - 1)
                .Select(process => ($"heapwise diagnose --pid {process.Pid}", (string?)Describe(process))),
        ];
        if (rows.Count < processes.Count)
            rows.Add(("heapwise ps", Counts.Format(processes.Count - rows.Count, "more Node process", "more Node processes")));
        rows.Add(("heapwise diagnose --load / -- node app.js", "start a program, find its leak"));
        rows.Add(("heapwise sample", "a program with a leak to try it on"));
        rows.Add(("heapwise --help", "all commands"));

        var text = new StringBuilder("Heapwise finds memory leaks in Node.js programs, down to the line of code.\n\n");
        AddRows(text, rows);
        return text.ToString();
    }

    private static string Describe(ProcessRow process)
    {
        var figures = $", {ProcessNames.FiguresOf(process)}";
        var name = ProcessNames.NameOf(process);
        var room = MaxDescription - figures.Length;
        return name.Length <= room ? name + figures : $"{name[..(room - 1)]}…{figures}";
    }

    /// <summary>The call in one line: <c>heapwise diff BEFORE AFTER [MORE...] [options]</c>.</summary>
    public static string UsageOf(Command command)
    {
        if (command is not Verb) return "heapwise COMMAND [arguments] [options]";
        var words = new List<string> { "heapwise", command.Name };
        words.AddRange(command.Arguments.Select(Placeholder));
        words.Add("[options]");
        return string.Join(' ', words);
    }

    /// <summary>Those that are meant for people.</summary>
    public static IEnumerable<Command> Commands(Command root) => root.Subcommands.Where(command => !command.Hidden);

    /// <summary>What the command does, in sentences.</summary>
    public static string TextOf(Verb verb) => $"{Capital(verb.Description)}. {verb.Details}".TrimEnd();

    /// <summary>Without those that all commands share.</summary>
    public static IEnumerable<Option> OwnOptions(Verb verb) =>
        verb.Options.Except(verb.OutputOptions).Where(option => !option.Hidden && option.Name != "--help");

    /// <summary>The short one first.</summary>
    public static IEnumerable<string> NamesOf(Option option) => option.Aliases.Append(option.Name);

    public static string Placeholder(Argument argument)
    {
        var name = argument.HelpName ?? argument.Name;
        if (argument.Arity.MaximumNumberOfValues > 1) name += "...";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string OfRoot(Command root)
    {
        var text = new StringBuilder();
        Wrap(text, root.Description ?? "", "");
        text.Append('\n').Append(UsageOf(root)).Append('\n');
        Rows(text, "Commands", Commands(root).Select(verb => (verb.Name, verb.Description)));
        Rows(text, "Options", RootOptions.Select(option => (option.Name, (string?)option.What)));
        Rows(text, "Exit codes", ExitCodes.Select(code => (code.Code, (string?)code.Meaning)));
        return text.ToString();
    }

    private static string OfVerb(Verb verb)
    {
        var text = new StringBuilder();
        text.Append(UsageOf(verb)).Append("\n\n");
        Wrap(text, TextOf(verb), "");
        Rows(text, "Arguments", verb.Arguments.Select(argument => (Placeholder(argument), argument.Description)));
        Rows(text, "Options", OwnOptions(verb).Select(Row));
        Rows(text, "Output", verb.OutputOptions.Select(Row));
        Examples(text, "Examples", verb.Examples);
        return text.ToString();
    }

    private static void Examples(StringBuilder text, string title, IEnumerable<Example> examples)
    {
        text.Append('\n').Append(title).Append('\n');
        foreach (var (commandLine, what) in examples) text.Append("  ").Append(commandLine).Append("\n      ").Append(what).Append('\n');
    }

    private static void Rows(StringBuilder text, string title, IEnumerable<(string Left, string? Right)> rows)
    {
        var list = rows.ToList();
        if (list.Count == 0) return;
        text.Append('\n').Append(title).Append('\n');
        AddRows(text, list);
    }

    private static void AddRows(StringBuilder text, List<(string Left, string? Right)> list)
    {
        var indent = new string(' ', list.Max(row => row.Left.Length) + 4);
        foreach (var (left, right) in list) Wrap(text, right ?? "", indent, "  " + left.PadRight(indent.Length - 2));
    }

    private static string Capital(string? sentence) =>
        sentence is { Length: > 0 } ? char.ToUpperInvariant(sentence[0]) + sentence[1..] : "";

    private static (string Left, string? Right) Row(Option option)
    {
        var names = string.Join(", ", NamesOf(option));
        return (option.HelpName is { } value ? $"{names} {value}" : names, option.Description);
    }

    private static void Wrap(StringBuilder text, string words, string indent, string? first = null)
    {
        var line = new StringBuilder(first ?? indent);
        var isEmpty = true;
        foreach (var word in words.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append(indent);
                isEmpty = true;
            }

            if (!isEmpty) line.Append(' ');
            line.Append(word);
            isEmpty = false;
        }

        text.Append(line).Append('\n');
    }
}
