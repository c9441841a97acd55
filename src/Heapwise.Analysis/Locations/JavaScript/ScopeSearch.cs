namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// Tells variables of one name apart by their scopes. <c>var</c> belongs to the function around it, other declarations to the braces or
/// the <c>for</c> around them. Parameters are not known here.
/// </summary>
internal sealed class ScopeSearch(IReadOnlyList<JsToken> tokens, JsOutline outline, DeclarationSearch declarations)
{
    /// <summary>The variable of a name that functions see: that of the smallest scope around all of them; null where none is.</summary>
    /// <param name="name">The name.</param>
    /// <param name="users">A token of each function.</param>
    public VariableScope? Find(string name, IReadOnlyList<int> users) => ScopesOf(name)
        .Where(scope => users.All(scope.Contains))
        .MinBy(scope => scope.Length);

    /// <summary>True where a name at a token is the variable, and not another one of that name in a smaller scope.</summary>
    public bool IsSeen(VariableScope variable, string name, int token) => variable.Contains(token)
        && !ScopesOf(name).Any(other => other.Length < variable.Length && other.Contains(token));

    private IEnumerable<VariableScope> ScopesOf(string name)
    {
        for (var i = 1; i < tokens.Count; i++)
        {
            if (tokens[i].IsName(name) && declarations.IsDeclared(i)) yield return ScopeOf(i);
        }
    }

    private VariableScope ScopeOf(int declared)
    {
        var keyword = declared - 1;
        while (keyword > 0 && !DeclarationSearch.IsKeyword(tokens[keyword])) keyword = Before(keyword);
        if (tokens.Is(keyword, "var")) return OfFunction(declared);
        var open = keyword - 1;
        while (open >= 0 && !tokens[open].IsOpening) open = Before(open);
        if (open < 0) return new VariableScope(declared, 0, tokens.Count - 1);
        var close = outline.MatchOf(open);
        return new VariableScope(declared, open, tokens[open].Is("(") ? EndOfBody(close) : close);
    }

    /// <summary>The token before, or before a whole bracket.</summary>
    private int Before(int at) => (tokens[at].IsClosing ? Math.Min(at, outline.MatchOf(at)) : at) - 1;

    private VariableScope OfFunction(int declared) => outline.FindFunctionAt(declared) is { } function
        ? new VariableScope(declared, function.First, function.Last)
        : new VariableScope(declared, 0, tokens.Count - 1);

    /// <summary>The end of what a <c>for (…)</c> repeats.</summary>
    private int EndOfBody(int close)
    {
        if (tokens.Is(close + 1, "{")) return outline.MatchOf(close + 1);
        var at = close + 1;
        while (at < tokens.Count - 1 && !tokens[at].Is(";")) at = Math.Max(at, tokens[at].IsOpening ? outline.MatchOf(at) : at) + 1;
        return Math.Min(at, tokens.Count - 1);
    }
}
