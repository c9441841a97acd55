namespace Heapwise.Cli.Rendering;

/// <summary>Command lines that a person can paste into a shell.</summary>
internal static class ShellWords
{
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    public static string Quote(string word) => word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "/.-_:=,@%+".Contains(c, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
