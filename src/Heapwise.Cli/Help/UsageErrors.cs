using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Heapwise.Cli.Commands;
using Heapwise.Diagnosis.Settings;

namespace Heapwise.Cli.Help;

/// <summary>What is wrong with a command line, in one line that ends with the next step.</summary>
internal static class UsageErrors
{
    /// <summary>Null where nothing is wrong with it, or where it asks for help.</summary>
    public static string? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var isWrong = parsed.Action is ParseErrorAction;
        if (!isWrong && parsed.Action != command.Action) return null;
        if (FindMisspeltOption(parsed) is { } word) return UnknownWord(command, word);
        return isWrong ? Describe(parsed) : null;
    }

    /// <summary>
    /// A word that begins with a dash, and names no file, is no argument: the parser takes it for one. Behind a program, it may be the
    /// program's: only words behind files and processes count, and none behind <c>--</c>.
    /// </summary>
    private static string? FindMisspeltOption(ParseResult parsed)
    {
        var behindDashes = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .SkipLast(behindDashes)
            .Select(token => token.Value)
            .SkipWhile(word => Path.Exists(word) || word.All(char.IsAsciiDigit))
            .FirstOrDefault() is ['-', _, ..] stranger ? stranger : null;
    }

    private static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [var stranger, ..])
            return command is Verb ? UnknownWord(command, stranger) : UnknownCommand(command, stranger);
        var error = parsed.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { Option: { HelpName: { } value } option, Tokens: [] } =>
                $"{option.Name} needs a value: {option.Name} {value}. {HelpFor(command)}",
            OptionResult { Option: { HelpName: not null } option, Tokens.Count: > 1 } =>
                $"{option.Name} is given more than once. {HelpFor(command)}",
            _ when MissingArgument(parsed) is { } argument => $"{argument} is missing: {HelpText.UsageOf(command)}",
            _ => $"{error.Message.TrimEnd('.')}. {HelpFor(command)}",
        };
    }

    private static string UnknownCommand(Command root, string word)
    {
        if (word.StartsWith('-')) return $"unknown option '{word}' before the command; options go after it. {HelpFor(root)}";
        if (File.Exists(word)) return $"'{word}' is a file, not a command. Try 'heapwise summary {word}'";
        var guess = NearWord.Find(word, HelpText.Commands(root).Select(verb => verb.Name));
        return $"unknown command '{word}'.{DidYouMean(guess)} {HelpFor(root)}";
    }

    private static string UnknownWord(Command command, string word)
    {
        if (command.Options.Any(option => option.Name == word || option.Aliases.Contains(word)))
            return $"'{word}' must come after the command: heapwise {command.Name} ... {word}";
        if (!word.StartsWith('-') || word.Length == 1) return $"too many arguments, starting with '{word}': {HelpText.UsageOf(command)}";
        var guess = NearWord.Find(word, command.Options.Select(option => option.Name));
        return $"unknown option '{word}'.{DidYouMean(guess)} {HelpFor(command)}";
    }

    private static string? MissingArgument(ParseResult parsed)
    {
        foreach (var argument in parsed.CommandResult.Command.Arguments)
        {
            var given = parsed.GetResult(argument)?.Tokens.Count ?? 0;
            if (given < argument.Arity.MinimumNumberOfValues) return argument.HelpName ?? argument.Name;
        }

        return null;
    }

    private static string HelpFor(Command command) =>
        command is Verb ? $"See 'heapwise {command.Name} --help'" : "See 'heapwise --help'";

    private static string DidYouMean(string? guess) => guess is null ? "" : $" Did you mean '{guess}'?";
}
