using System.Text.RegularExpressions;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Texts;

/// <summary>Why a program ended, in its own words: the line of its last output that names an error.</summary>
internal static partial class LastWords
{
    /// <summary>To append to the message; empty where the program printed no such line.</summary>
    public static string Of(TargetExitedException ended) => Of(ended.ExitCode, ended.LastLines);

    /// <inheritdoc cref="Of(TargetExitedException)"/>
    public static string Of(int? exitCode, IReadOnlyList<string> lastLines) =>
        exitCode is not 0 && lastLines.LastOrDefault(line => NamesError().IsMatch(line)) is { } line ? ": " + line.Trim() : "";

    /// <summary>As Node prints what was thrown: <c>TypeError: …</c>, <c>Error [ERR_…]: …</c>, <c>FATAL ERROR: …</c>.</summary>
    [GeneratedRegex(@"^\s*(Uncaught )?(FATAL ERROR|[A-Za-z]*(Error|Exception)( \[\w+\])?):? ", RegexOptions.None, 1000)]
    private static partial Regex NamesError();
}
