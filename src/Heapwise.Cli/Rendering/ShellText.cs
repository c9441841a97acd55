namespace Heapwise.Cli.Rendering;

/// <summary>Words that can be copied into a shell.</summary>
internal static class ShellText
{
    public static string Word(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '=' or ':' or '@' or ',' or '+') ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(Word));
}
