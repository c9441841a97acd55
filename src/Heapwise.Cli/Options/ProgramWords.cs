using System.CommandLine;
using System.CommandLine.Parsing;
using Heapwise.Cli.Shell;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Options;

/// <summary>A program to start, which a command takes after <c>--</c>.</summary>
internal static class ProgramWords
{
    /// <param name="parsed">The command line.</param>
    /// <param name="words">All words of the command that are no options.</param>
    /// <param name="misplaced">What to say about words before the dashes.</param>
    /// <returns>Null where there are none.</returns>
    /// <exception cref="UsageException">There are words before the dashes.</exception>
    public static TargetSpec.Command? Find(ParseResult parsed, string[] words, Func<string[], string> misplaced)
    {
        var before = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).Count();
        var after = Math.Max(0, parsed.Tokens.Count - before - 1);
        if (words.Length > after) throw new UsageException(misplaced(words));
        return words.Length == 0 ? null : TargetSpec.FromCommand(words);
    }
}
