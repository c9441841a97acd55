namespace Heapwise.Cli.Formatting;

/// <summary>Command lines that a person can paste into a shell.</summary>
internal static class ShellWords
{
    /// <summary>Fits a window of 80 columns: a line that wraps would be pasted as two commands.</summary>
    private const int Width = 78;

    /// <summary>A command on as many lines as it needs, each but the last with a continuation for the shell.</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<string> words)
    {
        List<string> lines = [];
        var line = "";
        foreach (var word in words.Select(Quote))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width - 2)
            {
                lines.Add(line + @" \");
                line = "  " + word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        return [.. lines, line];
    }

    /// <summary>A command on one line.</summary>
    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    public static string Quote(string word) =>
        word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char c) => char.IsLetterOrDigit(c) || "/.-_:=,@%+".Contains(c, StringComparison.Ordinal);
}
