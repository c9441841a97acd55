namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>Questions about a position in a list of tokens. Positions outside the list answer no.</summary>
internal static class JsTokens
{
    public static bool Is(this IReadOnlyList<JsToken> tokens, int at, string text) => Has(tokens, at) && tokens[at].Is(text);

    public static bool IsDot(this IReadOnlyList<JsToken> tokens, int at) => Has(tokens, at) && tokens[at].IsDot;

    public static bool IsAssignment(this IReadOnlyList<JsToken> tokens, int at) => Has(tokens, at) && tokens[at].IsAssignment;

    public static bool IsName(this IReadOnlyList<JsToken> tokens, int at) => Has(tokens, at) && tokens[at].Kind == JsTokenKind.Name;

    public static bool IsName(this IReadOnlyList<JsToken> tokens, int at, string name) => Has(tokens, at) && tokens[at].IsName(name);

    /// <summary>True after a dot: <c>name</c> of <c>this.name</c>.</summary>
    public static bool IsMember(this IReadOnlyList<JsToken> tokens, int at) => tokens.IsDot(at - 1);

    private static bool Has(IReadOnlyList<JsToken> tokens, int at) => at >= 0 && at < tokens.Count;
}
