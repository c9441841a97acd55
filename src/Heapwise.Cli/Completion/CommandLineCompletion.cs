using System.CommandLine;
using System.CommandLine.Completions;
using Sources = System.Collections.Generic.IEnumerable<System.Func<
    System.CommandLine.Completions.CompletionContext,
    System.Collections.Generic.IEnumerable<System.CommandLine.Completions.CompletionItem>>>;

namespace Heapwise.Cli.Completion;

/// <summary>
/// What may come next on an unfinished command line. The words before it are only walked over, not parsed: a mistake among them, or a
/// value that is not there yet, must not keep the shell from helping.
/// </summary>
internal static class CommandLineCompletion
{
    /// <param name="root">The command <c>heapwise</c>.</param>
    /// <param name="words">After <c>heapwise</c>; the last one, which may be empty, is the one to complete.</param>
    public static IReadOnlyList<CompletionItem> Of(Command root, IReadOnlyList<string> words)
    {
        if (words.Count <= 1)
        {
            return words is [['-', ..]]
                ? [.. OptionsOf(root, given: [])]
                : [.. root.Subcommands.Where(IsListed).Select(command => new CompletionItem(command.Name, detail: command.Description))];
        }

        if (root.Subcommands.FirstOrDefault(command => command.Name == words[0]) is not { } verb) return [];
        var line = Line.Read(verb, [.. words.Skip(1).SkipLast(1)]);
        return [.. Of(verb, line, words[^1])];
    }

    private static IEnumerable<CompletionItem> Of(Command verb, Line line, string current)
    {
        if (line.Open is { } open) return ValuesOf(open);
        if (line.ProgramWords is { } before)
        {
            var programs = verb.Arguments.SelectMany(argument => From(argument.CompletionSources, isProgram: true)).ToList();
            return before == 0 || programs.Count == 0 ? programs : Offers.Files(CompletionContext.Empty);
        }

        if (current.StartsWith('-'))
        {
            var isValue = current.Contains('=', StringComparison.Ordinal);
            return !isValue ? OptionsOf(verb, line.Given) : FindOption(verb, current) is { } option ? ValuesOf(option) : [];
        }

        var values = FindArgument(verb, line.Words) is { } argument ? From(argument.CompletionSources, argument.ValueType) : [];
        return FindArgument(verb, 0) is null && current.Length == 0 ? OptionsOf(verb, line.Given) : values;
    }

    private static IEnumerable<CompletionItem> ValuesOf(Option option) => From(option.CompletionSources, option.ValueType);

    /// <summary>Names of enumerations are shown as the help shows them.</summary>
    private static IEnumerable<CompletionItem> From(Sources sources, Type type)
    {
        var isEnum = (Nullable.GetUnderlyingType(type) ?? type).IsEnum;
        return From(sources, isProgram: false)
            .Select(item => isEnum ? new CompletionItem(item.Label.ToLowerInvariant(), detail: item.Detail) : item);
    }

    private static IEnumerable<CompletionItem> From(Sources sources, bool isProgram) =>
        sources.SelectMany(source => source(CompletionContext.Empty)).Where(item => item.Kind == Offers.ProgramKind == isProgram);

    private static IEnumerable<CompletionItem> OptionsOf(Command command, IReadOnlyCollection<Option> given) =>
        from option in Options(command)
        where !option.Hidden && (!given.Contains(option) || option.Arity.MaximumNumberOfValues > 1)
        select new CompletionItem(option.Name, detail: option.Description);

    /// <summary>Its own, and those that the root has for all commands.</summary>
    private static IEnumerable<Option> Options(Command command) => command.Options
        .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive));

    private static Option? FindOption(Command command, string word)
    {
        var name = word.Split('=')[0];
        return Options(command).FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));
    }

    private static Argument? FindArgument(Command command, int position)
    {
        foreach (var argument in command.Arguments)
        {
            if (position < argument.Arity.MaximumNumberOfValues) return argument;
            position -= argument.Arity.MaximumNumberOfValues;
        }

        return null;
    }

    private static bool IsListed(Command command) => !command.Hidden;

    /// <summary>The words between the command and the one to complete.</summary>
    /// <param name="Open">The option whose value comes next; null: none.</param>
    /// <param name="Given">The options among them.</param>
    /// <param name="Words">How many of them are arguments.</param>
    /// <param name="ProgramWords">How many come after <c>--</c>; null where there is none.</param>
    private sealed record Line(Option? Open, IReadOnlyCollection<Option> Given, int Words, int? ProgramWords)
    {
        public static Line Read(Command verb, IReadOnlyList<string> words)
        {
            var line = new Line(null, [], 0, null);
            foreach (var word in words)
            {
                if (line.Open is not null) line = line with { Open = null };
                else if (line.ProgramWords is { } count) line = line with { ProgramWords = count + 1 };
                else if (word == "--") line = line with { ProgramWords = 0 };
                else if (FindOption(verb, word) is { } option) line = line with { Open = TakesNext(option, word) ? option : null };
                else line = line with { Words = line.Words + 1 };
            }

            return line with { Given = [.. words.Select(word => FindOption(verb, word)).OfType<Option>()] };
        }

        /// <summary>Where its value is not in the word itself.</summary>
        private static bool TakesNext(Option option, string word) =>
            option.Arity.MinimumNumberOfValues > 0 && !word.Contains('=', StringComparison.Ordinal);
    }
}
