using System.CommandLine;
using System.CommandLine.Parsing;
using Heapwise.Cli.Formatting;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Texts;

/// <summary>What to type where a program that a command started was over before the command could answer.</summary>
internal static class EndedProgram
{
    /// <summary>To append to the message; empty where no Node program was started.</summary>
    public static string Advice(ParseResult parsed)
    {
        string[] words = [.. parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Select(token => token.Value)];
        if (words.Length == 0 || !TargetSpec.FromCommand(words).IsNode) return "";
        return $". To see what a program allocates until it ends: heapwise record -- {ShellWords.Line(words)}";
    }
}
