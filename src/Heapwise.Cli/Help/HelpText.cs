using System.CommandLine;
using System.Text;
using Heapwise.Cli.Commands;

namespace Heapwise.Cli.Help;

/// <summary>What <c>--help</c> and a call without arguments print: at most 80 columns, examples last, where the eye ends up.</summary>
internal static class HelpText
{
    private const int Width = 80;

    public static string Of(Command command) => command is Verb verb ? OfVerb(verb) : OfRoot(command);

    /// <summary>What a person sees who types only the name.</summary>
    public static string StartPage(Command root)
    {
        var text = new StringBuilder();
        Wrap(text, root.Description ?? "", "");
        Examples(text, "Start with", root.Subcommands.OfType<Verb>().Select(verb => verb.Examples[0]));
        text.Append("\nheapwise --help lists all commands; heapwise COMMAND --help shows the options of one.\n");
        return text.ToString();
    }

    /// <summary>The call in one line: <c>heapwise diff BEFORE AFTER [MORE...] [options]</c>.</summary>
    public static string UsageOf(Command command)
    {
        var words = new List<string> { "heapwise", command.Name };
        words.AddRange(command.Arguments.Select(Placeholder));
        words.Add("[options]");
        return string.Join(' ', words);
    }

    private static string OfRoot(Command root)
    {
        var text = new StringBuilder();
        Wrap(text, root.Description ?? "", "");
        text.Append("\nheapwise COMMAND [arguments] [options]\n");
        Rows(text, "Commands", root.Subcommands.Select(verb => (verb.Name, verb.Description)));
        Rows(text, "Options", [("--help", "this page; after a command, its options and examples"), ("--version", "the version")]);
        Rows(text, "Exit codes",
        [
            ("0", "done; nothing found"),
            ("1", "a leak was found, or a threshold was crossed"),
            ("2", "a usage error, or a file that cannot be read or written"),
            ("3", "an internal error, or a refused capture"),
        ]);
        return text.ToString();
    }

    private static string OfVerb(Verb verb)
    {
        var text = new StringBuilder();
        text.Append(UsageOf(verb)).Append("\n\n");
        Wrap(text, $"{Capital(verb.Description)}. {verb.Details}".TrimEnd(), "");
        Rows(text, "Arguments", verb.Arguments.Select(argument => (Placeholder(argument), argument.Description)));
        Rows(text, "Options", verb.Options.Except(verb.OutputOptions).Where(IsListed).Select(Row));
        Rows(text, "Output", verb.OutputOptions.Select(Row));
        Examples(text, "Examples", verb.Examples);
        return text.ToString();
    }

    private static bool IsListed(Option option) => !option.Hidden && option.Name != "--help";

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
        var indent = new string(' ', list.Max(row => row.Left.Length) + 4);
        foreach (var (left, right) in list) Wrap(text, right ?? "", indent, "  " + left.PadRight(indent.Length - 2));
    }

    private static string Capital(string? sentence) =>
        sentence is { Length: > 0 } ? char.ToUpperInvariant(sentence[0]) + sentence[1..] : "";

    private static (string Left, string? Right) Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name));
        return (option.HelpName is { } value ? $"{names} {value}" : names, option.Description);
    }

    private static string Placeholder(Argument argument)
    {
        var name = argument.HelpName ?? argument.Name;
        if (argument.Arity.MaximumNumberOfValues > 1) name += "...";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
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
