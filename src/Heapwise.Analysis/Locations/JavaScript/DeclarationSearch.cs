namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>Finds where a script declares variables and members. Names are judged by the tokens around them, without a parser.</summary>
internal sealed class DeclarationSearch(IReadOnlyList<JsToken> tokens, JsOutline outline)
{
    public int? FindVariable(string name)
    {
        int? best = null;
        for (var i = 1; i < tokens.Count; i++)
        {
            if (!tokens[i].IsName(name) || !IsDeclared(i)) continue;
            if (best is null || outline.CountAround(i) < outline.CountAround(best.Value)) best = i;
        }

        return best;
    }

    public int? FindMember(string name, string? className)
    {
        int? best = null;
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (!tokens[i].IsName(name) || !HasValue(i) || (!tokens.IsMember(i) && IsDeclared(i))) continue;
            if (className is not null && outline.FindClassAt(i)?.Name == className) return i;
            best ??= i;
        }

        return best;
    }

    /// <summary>True for a name that is being declared: after a keyword, or in a list or pattern that follows one.</summary>
    public bool IsDeclared(int at)
    {
        if (tokens.IsMember(at)) return false;
        for (var i = at - 1; i >= 0; i--)
        {
            var token = tokens[i];
            if (IsKeyword(token)) return true;
            if (token.IsClosing && outline.MatchOf(i) < i)
            {
                // A whole value or pattern of an earlier entry of the list.
                i = outline.MatchOf(i);
                continue;
            }

            if (token.Is("{") || token.Is("["))
            {
                if (i > 0 && MayPrecedePattern(tokens[i - 1])) continue;
                return false;
            }

            if (token.Is(",") || token.Is(":") || token.Is("...")) continue;
            if (token.Line != tokens[at].Line && !tokens.Is(i + 1, ",")) return false;
            if (token.Is("=") || token.Is("(") || token.Is(";") || token.Is("=>")) return IsListEntry(i, at);
        }

        return false;
    }

    /// <summary>What a declaration begins with.</summary>
    public static bool IsKeyword(JsToken token) =>
        token.Kind == JsTokenKind.Name && token.Text is "const" or "let" or "var" or "class" or "function" or "import";

    /// <summary>A pattern follows its keyword or is inside another pattern. Other brackets are blocks, indexes or values.</summary>
    private static bool MayPrecedePattern(JsToken token) =>
        token.Text is "const" or "let" or "var" or "import" or "," or ":" or "{" or "[";

    /// <summary><c>const a = 1, NAME = []</c>: the equals sign met first belongs to an earlier entry only if a comma is between.</summary>
    private bool IsListEntry(int equals, int at)
    {
        if (!tokens[equals].Is("=")) return false;
        var hasComma = false;
        for (var i = equals + 1; i < at; i++)
        {
            if (tokens[i].IsOpening) i = Math.Max(i, outline.MatchOf(i));
            else if (tokens[i].Is(",")) hasComma = true;
        }

        return hasComma && equals >= 2 && IsDeclared(equals - 1);
    }

    /// <summary>Whether a member begins here: by an assignment, as a property of a literal, or as a field of a class.</summary>
    private bool HasValue(int at)
    {
        if (tokens.IsAssignment(at + 1)) return true;
        if (tokens.Is(at + 1, ":")) return !tokens.IsMember(at);
        return tokens.Is(at + 1, ";") && outline.FindClassAt(at) is not null && outline.FindFunctionAt(at) is null;
    }
}
