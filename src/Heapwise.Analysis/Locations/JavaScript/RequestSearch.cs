namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>Finds where a script makes requests of Node's <c>http</c> and <c>https</c>. A callback given to <c>get</c> is gone from the heap once it was called, so only the text tells.</summary>
internal static class RequestSearch
{
    /// <summary>What reads a body or throws it away.</summary>
    private static readonly HashSet<string> Readers = new(StringComparer.Ordinal) { "resume", "pipe", "pipeline", "setEncoding", "data", "readable", "read", "destroy", "iterator", "await" };

    /// <summary>The first call of <c>get</c> or <c>request</c> whose statement mentions nothing that reads; the position of its first token, null where there is none.</summary>
    public static int? FindUnread(SourceSearch search)
    {
        for (var i = 0; i + 3 < search.Tokens.Count; i++)
        {
            if (search.Tokens[i].Kind != JsTokenKind.Name || search.Tokens[i].Text is not ("http" or "https") || !search.Tokens[i + 1].Is(".")) continue;
            if (search.Tokens[i + 2].Text is not ("get" or "request") || !search.Tokens[i + 3].Is("(")) continue;
            if (!Reads(search, i + 3)) return i;
        }

        return null;
    }

    /// <summary>From the opening parenthesis to the end of the statement, chained calls included.</summary>
    private static bool Reads(SourceSearch search, int open)
    {
        var depth = 0;
        for (var i = open; i < search.Tokens.Count; i++)
        {
            var token = search.Tokens[i];
            if (token.Kind == JsTokenKind.Punctuator && token.Text is "(" or "{" or "[") depth++;
            else if (token.Kind == JsTokenKind.Punctuator && token.Text is ")" or "}" or "]" && --depth < 0) return false;
            else if (depth == 0 && token.Is(";")) return false;
            else if (Readers.Contains(token.Text.Trim('\'', '"', '`'))) return true;
        }

        return false;
    }
}
