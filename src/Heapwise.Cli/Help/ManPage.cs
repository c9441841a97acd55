using System.CommandLine;
using System.Text;
using Heapwise.Cli.Commands;
using Heapwise.Cli.Shell;

namespace Heapwise.Cli.Help;

/// <summary>
/// The help of a command as a manual page, with the macros of <c>man</c>. Without a date: the same version makes the same page.
/// </summary>
internal static class ManPage
{
    /// <summary>The first line of each.</summary>
    public const string Mark = @".\"" Written by heapwise man.";

    /// <summary>The pages of heapwise and of each of its listed commands, by the names of their files.</summary>
    public static IEnumerable<(string File, string Text)> All(Command root) =>
        root.Subcommands.Where(verb => !verb.Hidden).Prepend(root).Select(command => ($"{NameOf(command)}.1", Of(command)));

    private static string Of(Command command)
    {
        var page = new StringBuilder(Mark).Append('\n');
        page.Append($".TH {NameOf(command).ToUpperInvariant()} 1 \"\" \"heapwise {ProductVersion.Text}\" \"Heapwise\"\n");
        page.Append(".SH NAME\n").Append($"{RoffText.Code(NameOf(command))} \\- {RoffText.Prose(SummaryOf(command))}\n");
        page.Append(".SH SYNOPSIS\n").Append(Synopsis(HelpText.UsageOf(command))).Append('\n');
        if (command is Verb verb) AddVerb(page, verb);
        else AddRoot(page, command);
        AddList(page, "EXIT STATUS", HelpText.ExitCodes.Select(code => (RoffText.Bold(code.Code), (string?)code.Meaning)));
        page.Append(".SH SEE ALSO\n").Append(SeeAlso(command));
        return page.ToString();
    }

    private static void AddRoot(StringBuilder page, Command root)
    {
        page.Append(".SH DESCRIPTION\n").Append(RoffText.Prose(root.Description ?? "")).Append('\n');
        AddList(page, "COMMANDS", HelpText.Commands(root).Select(verb => (RoffText.Bold(verb.Name), verb.Description)));
        AddList(page, "OPTIONS", HelpText.RootOptions.Select(option => (RoffText.Bold(option.Name), (string?)option.What)));
    }

    private static void AddVerb(StringBuilder page, Verb verb)
    {
        page.Append(".SH DESCRIPTION\n").Append(RoffText.Prose(HelpText.TextOf(verb))).Append('\n');
        AddList(page, "ARGUMENTS", verb.Arguments.Select(argument => (Synopsis(HelpText.Placeholder(argument)), argument.Description)));
        AddList(page, "OPTIONS", HelpText.OwnOptions(verb).Select(Describe));
        AddList(page, "OUTPUT", verb.OutputOptions.Select(Describe));
        page.Append(".SH EXAMPLES\n");
        var examples = verb.Examples.Select(example =>
            $"{RoffText.Prose(example.What)}\n.PP\n.RS 4\n.nf\n{RoffText.Code(example.CommandLine)}\n.fi\n.RE\n");
        page.AppendJoin(".PP\n", examples);
    }

    private static void AddList(StringBuilder page, string title, IEnumerable<(string Term, string? Meaning)> items)
    {
        var list = items.ToList();
        if (list.Count == 0) return;
        page.Append($".SH {title}\n");
        foreach (var (term, meaning) in list) page.Append($".TP\n{term}\n{RoffText.Prose(meaning ?? "")}\n");
    }

    private static (string Term, string? Meaning) Describe(Option option)
    {
        var names = string.Join(", ", HelpText.NamesOf(option).Select(RoffText.Bold));
        return (option.HelpName is { } value ? $"{names} {RoffText.Italic(value)}" : names, option.Description);
    }

    /// <summary>What is typed as it stands is bold, what a person puts in is italic.</summary>
    private static string Synopsis(string usage) => string.Join(' ', usage.Split(' ').Select(word =>
        word.Any(char.IsAsciiLetterUpper) || word == "[options]" ? RoffText.Italic(word)
        : word.Any(char.IsAsciiLetter) ? RoffText.Bold(word) : RoffText.Code(word)));

    private static string SummaryOf(Command command) => command is Verb
        ? command.Description ?? ""
        : "finds memory leaks in Node.js programs";

    private static string SeeAlso(Command command) => command is Verb
        ? ".BR heapwise (1)\n"
        : string.Join(",\n", HelpText.Commands(command).Select(verb => $".BR {RoffText.Code(NameOf(verb))} (1)")) + "\n";

    private static string NameOf(Command command) => command is Verb ? $"heapwise-{command.Name}" : "heapwise";
}
