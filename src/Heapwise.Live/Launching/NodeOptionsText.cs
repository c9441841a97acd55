using System.Text;

namespace Heapwise.Live.Launching;

/// <summary>
/// The value of <c>NODE_OPTIONS</c> as words. Node splits it at spaces. Double quotes protect spaces, and a backslash within them escapes
/// the next character (<c>ParseNodeOptionsEnvVar</c> in Node's sources).
/// </summary>
internal static class NodeOptionsText
{
    public static IReadOnlyList<string> Split(string? text)
    {
        List<string> words = [];
        StringBuilder? word = null;
        var isQuoted = false;
        for (var i = 0; i < (text?.Length ?? 0); i++)
        {
            var c = text![i]; // the loop does not run for null
            if (c == ' ' && !isQuoted)
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
                continue;
            }

            word ??= new StringBuilder();
            if (c == '"') isQuoted = !isQuoted;
            else word.Append(c == '\\' && isQuoted && i + 1 < text.Length ? text[++i] : c);
        }

        if (word is not null) words.Add(word.ToString());
        return words;
    }

    /// <summary>Keeps the text as it is and appends the words.</summary>
    public static string Append(string? text, IEnumerable<string> words) => string.Join(' ', [.. Trimmed(text), .. words.Select(Quoted)]);

    private static string[] Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? [] : [text.Trim()];

    private static string Quoted(string word)
    {
        if (word.AsSpan().IndexOfAny(' ', '"', '\\') < 0) return word;
        var escaped = word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }
}
