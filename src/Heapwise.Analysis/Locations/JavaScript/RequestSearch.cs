namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// Finds where a script makes requests with Node's <c>http</c> and <c>https</c>. A callback given to <c>get</c> is gone from the heap once
/// it was called, so only the script shows it.
/// </summary>
internal static class RequestSearch
{
    /// <summary>What reads a body or discards it.</summary>
    private static readonly HashSet<string> Readers = new(StringComparer.Ordinal)
    {
        "resume", "pipe", "pipeline", "setEncoding", "data", "readable", "read", "destroy", "iterator", "await",
    };

    /// <summary>The first <c>get</c> or <c>request</c> whose statement mentions nothing that reads; null if there is none.</summary>
    public static int? FindUnread(SourceSearch search)
    {
        for (var i = 0; i + 3 < search.Tokens.Count; i++)
        {
            if (IsRequest(search.Tokens, i) && !Reads(search, i + 3)) return i;
        }

        return null;
    }

    /// <summary><c>http.get(</c> and the like.</summary>
    private static bool IsRequest(IReadOnlyList<JsToken> tokens, int at) =>
        tokens.IsName(at) && tokens[at].Text is "http" or "https"
        && tokens[at + 1].Is(".")
        && tokens[at + 2].Text is "get" or "request"
        && tokens[at + 3].Is("(");

    /// <summary>From the opening parenthesis to the end of the statement, chained calls included.</summary>
    private static bool Reads(SourceSearch search, int open)
    {
        var depth = 0;
        for (var i = open; i < search.Tokens.Count; i++)
        {
            var token = search.Tokens[i];
            if (token.IsOpening) depth++;
            else if (token.IsClosing && --depth < 0) return false;
            else if (depth == 0 && token.Is(";")) return false;
            else if (Readers.Contains(token.Text.Trim('\'', '"', '`'))) return true;
        }

        return false;
    }
}
