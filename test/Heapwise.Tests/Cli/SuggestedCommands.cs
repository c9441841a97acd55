using System.CommandLine;
using System.Text.RegularExpressions;
using Heapwise.Cli;
using Heapwise.Cli.Shell;

namespace Heapwise.Tests.Cli;

/// <summary>
/// The command lines that a text tells a person to type: the words after <c>heapwise VERB</c>, up to where prose goes on. A command that is
/// only mentioned has no words. Lines that describe a command's syntax are none.
/// </summary>
internal static partial class SuggestedCommands
{
    private static readonly Dictionary<string, Command> Verbs = HeapwiseCommand
        .Create(new Terminal { Output = Stream.Null, Error = TextWriter.Null })
        .Subcommands.ToDictionary(verb => verb.Name, StringComparer.Ordinal);

    /// <summary>Each as the words after <c>heapwise</c>, the verb first.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> In(string text)
    {
        List<IReadOnlyList<string>> found = [];
        foreach (Match match in Beginning().Matches(Continuation().Replace(text, " ")))
        {
            if (!Verbs.TryGetValue(match.Groups["verb"].Value, out var verb)) continue;
            var rest = match.Groups["rest"].Value;
            if (match.Groups["quote"].Success && rest.IndexOf('\'') is >= 0 and var end) rest = rest[..end];
            if (ReadWords(verb, rest) is { Count: > 0 } words) found.Add([verb.Name, .. words]);
        }

        return found;
    }

    private static List<string> ReadWords(Command verb, string rest)
    {
        List<string> words = [];
        var isProgram = false;
        foreach (Match match in Word().Matches(rest))
        {
            var word = match.Value;
            if (word.StartsWith("heapwise", StringComparison.Ordinal)) break;
            if (word[0] == '[' || word.Contains("...", StringComparison.Ordinal)) return []; // syntax
            if (word == "…") continue;
            var isLast = word.Length > 1 && ".,;:)".Contains(word[^1], StringComparison.Ordinal);
            if (isLast) word = word.TrimEnd('.', ',', ';', ':', ')');
            if (!isProgram && !IsArgument(word, words.Count > 0 && TakesValue(verb, words[^1]))) break;
            isProgram |= word == "--";
            words.Add(word.Trim('\''));
            if (isLast) break;
        }

        return words;
    }

    /// <summary>Prose is lowercase letters alone.</summary>
    private static bool IsArgument(string word, bool isValue) => isValue || !Prose().IsMatch(word);

    private static bool TakesValue(Command verb, string word) => verb.Options.Any(
        option => (option.Name == word || option.Aliases.Contains(word)) && option.Arity.MinimumNumberOfValues > 0);

    [GeneratedRegex(@"\s*\\\n\s*", RegexOptions.None, 1000)]
    private static partial Regex Continuation();

    /// <summary>Up to the end of the paragraph or the cell. Where a command was typed, after <c>$</c>, it is not suggested.</summary>
    [GeneratedRegex(@"(?<=^|[\s(]|(?<quote>'))(?<!\$ )heapwise[ \n](?<verb>[a-z]+)(?=(?<rest>([ \n][^ \n]+)*))", RegexOptions.None, 1000)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"'[^']*'\S*|\S+", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[a-z]*$", RegexOptions.None, 1000)]
    private static partial Regex Prose();
}
