namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>A stretch of tokens: a function's body or a class's. The name is null for callbacks without one.</summary>
internal sealed record JsBlock(bool IsClass, string? Name, int First, int Last);

/// <summary>
/// The brackets of a script matched to each other, and its functions and classes. Built on tokens alone: methods, function expressions and arrow
/// functions are told by what stands before their braces. Unbalanced text ends its open blocks at the last token.
/// </summary>
internal sealed class JsOutline
{
    private static readonly HashSet<string> NotCalls = new(StringComparer.Ordinal) { "if", "for", "while", "switch", "catch", "with" };

    private readonly IReadOnlyList<JsToken> _tokens;
    private readonly int[] _match;

    public JsOutline(IReadOnlyList<JsToken> tokens)
    {
        _tokens = tokens;
        _match = Match(tokens);
        var blocks = new List<JsBlock>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Is("{") && Open(i) is { } block) blocks.Add(block);
            else if (tokens[i].Is("=>") && i + 1 < tokens.Count && !tokens[i + 1].Is("{")) blocks.Add(new JsBlock(false, ArrowName(i), i + 1, ExpressionEnd(i + 1)));
        }

        Blocks = blocks;
    }

    public IReadOnlyList<JsBlock> Blocks { get; }

    /// <summary>The partner of a bracket; the last token where there is none.</summary>
    public int MatchOf(int bracket) => _match[bracket];

    /// <summary>The innermost function around a token; null at the top level.</summary>
    public JsBlock? FindFunctionAt(int token) => Blocks.Where(block => !block.IsClass && block.First <= token && token <= block.Last).MinBy(block => block.Last - block.First);

    /// <summary>The innermost class around a token; null outside classes.</summary>
    public JsBlock? FindClassAt(int token) => Blocks.Where(block => block.IsClass && block.First <= token && token <= block.Last).MinBy(block => block.Last - block.First);

    /// <summary>How many blocks of functions and classes are around a token.</summary>
    public int DepthOf(int token) => Blocks.Count(block => block.First <= token && token <= block.Last);

    private static int[] Match(IReadOnlyList<JsToken> tokens)
    {
        var match = new int[tokens.Count];
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            match[i] = tokens.Count - 1;
            if (tokens[i].Kind != JsTokenKind.Punctuator) continue;
            if (tokens[i].Text is "(" or "[" or "{")
            {
                open.Push(i);
            }
            else if (tokens[i].Text is ")" or "]" or "}" && open.TryPop(out var partner))
            {
                match[partner] = i;
                match[i] = partner;
            }
        }

        return match;
    }

    private JsBlock? Open(int brace)
    {
        var last = _match[brace];
        var before = brace - 1;
        if (before < 0) return null;
        if (_tokens[before].Is("=>")) return new JsBlock(false, ArrowName(before), brace, last);
        if (ClassName(brace) is { } name) return new JsBlock(true, name, brace, last);

        // TypeScript's return type stands between the parameters and the brace.
        var close = before;
        while (close > 0 && !_tokens[close].Is(")") && brace - close < 12 && (_tokens[close].Kind == JsTokenKind.Name || _tokens[close].Text is ":" or "<" or ">" or "[" or "]" or "." or "|")) close--;
        if (!_tokens[close].Is(")") || (close < before && !_tokens[close + 1].Is(":"))) return null;
        var open = _match[close];
        if (open <= 0 || open >= close) return null;
        var head = _tokens[open - 1];
        if (head.Is("function") || head.Is("*")) return new JsBlock(false, AssignedName(FunctionKeyword(open - 1)), brace, last);
        if (head.Kind == JsTokenKind.Name) return NotCalls.Contains(head.Text) ? null : new JsBlock(false, head.Text, brace, last);
        return head.Kind == JsTokenKind.String || head.Is("]") ? new JsBlock(false, null, brace, last) : null;
    }

    /// <summary>The name of a class whose body opens here; empty for a class expression without a name; null where no class opens.</summary>
    private string? ClassName(int brace)
    {
        for (var i = brace - 1; i >= 0 && brace - i < 24; i--)
        {
            if (_tokens[i].Is("class")) return i + 1 < brace && _tokens[i + 1].Kind == JsTokenKind.Name && !_tokens[i + 1].Is("extends") ? _tokens[i + 1].Text : AssignedName(i) ?? "";
            if (_tokens[i].Kind != JsTokenKind.Name && _tokens[i].Text is not ("." or "(" or ")" or "," or "<" or ">")) return null;
        }

        return null;
    }

    private int FunctionKeyword(int at) => _tokens[at].Is("*") && at > 0 ? at - 1 : at;

    /// <summary>The name that an arrow function is given: <c>name = (…) =></c>, <c>name: x =></c>.</summary>
    private string? ArrowName(int arrow)
    {
        var first = arrow - 1;
        if (first >= 0 && _tokens[first].Is(")")) first = _match[first];
        return AssignedName(first);
    }

    private string? AssignedName(int first)
    {
        var at = first - 1;
        if (at >= 0 && _tokens[at].Is("async")) at--;
        return at >= 1 && (_tokens[at].Is("=") || _tokens[at].Is(":")) && _tokens[at - 1].Kind == JsTokenKind.Name ? _tokens[at - 1].Text : null;
    }

    /// <summary>The last token of an arrow function's expression: up to what closes around it, or the comma or semicolon at its level.</summary>
    private int ExpressionEnd(int first)
    {
        for (var i = first; i < _tokens.Count; i++)
        {
            if (_tokens[i].Kind != JsTokenKind.Punctuator) continue;
            if (_tokens[i].Text is "(" or "[" or "{") i = Math.Max(i, _match[i]);
            else if (_tokens[i].Text is ")" or "]" or "}" or "," or ";") return i - 1;
        }

        return _tokens.Count - 1;
    }
}
