namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// The brackets of a script matched to each other, and its functions and classes. Built on tokens alone: methods, function expressions
/// and arrow functions are recognized by what precedes their braces. In unbalanced text, open blocks end at the last token.
/// </summary>
internal sealed class JsOutline
{
    /// <summary>The most tokens between parameters and body that are taken for a return type.</summary>
    private const int MaxReturnType = 12;

    /// <summary>The most tokens between <c>class</c> and its body.</summary>
    private const int MaxClassHead = 24;

    /// <summary>Keywords whose parentheses are no parameters.</summary>
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
            else if (tokens[i].Is("=>") && OpenExpression(i) is { } expression) blocks.Add(expression);
        }

        Blocks = blocks;
    }

    public IReadOnlyList<JsBlock> Blocks { get; }

    /// <summary>The partner of a bracket; the last token if there is none.</summary>
    public int MatchOf(int bracket) => _match[bracket];

    /// <summary>The innermost function around a token; null at the top level.</summary>
    public JsBlock? FindFunctionAt(int token) => FindInnermost(token, isClass: false);

    /// <summary>The innermost class around a token; null outside classes.</summary>
    public JsBlock? FindClassAt(int token) => FindInnermost(token, isClass: true);

    /// <summary>How many functions and classes are around a token.</summary>
    public int CountAround(int token) => Blocks.Count(block => block.Contains(token));

    /// <summary>The first token of a function's parameters; where those are not found, what is before the body.</summary>
    public int HeadOf(JsBlock function)
    {
        var before = function.First - 1;
        var last = _tokens.Is(before, "=>") ? before - 1 : before;
        var close = SkipReturnType(last + 1);
        if (close > 0 && _tokens[close].Is(")") && (close == last || _tokens[close + 1].Is(":"))) return _match[close];
        return Math.Max(0, last);
    }

    /// <summary>The last token of an expression: up to what closes around it, or to the next comma or semicolon.</summary>
    public int EndOfExpression(int first)
    {
        for (var i = first; i < _tokens.Count; i++)
        {
            if (_tokens[i].IsOpening) i = Math.Max(i, _match[i]);
            else if (_tokens[i].IsClosing || (_tokens[i].Kind == JsTokenKind.Punctuator && _tokens[i].Text is "," or ";")) return i - 1;
        }

        return _tokens.Count - 1;
    }

    private JsBlock? FindInnermost(int token, bool isClass) =>
        Blocks.Where(block => block.IsClass == isClass && block.Contains(token)).MinBy(block => block.Length);

    private static int[] Match(IReadOnlyList<JsToken> tokens)
    {
        var match = new int[tokens.Count];
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            match[i] = tokens.Count - 1;
            if (tokens[i].IsOpening)
            {
                open.Push(i);
            }
            else if (tokens[i].IsClosing && open.TryPop(out var partner))
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
        if (FindClassName(brace) is { } name) return new JsBlock(true, name, brace, last);
        var close = SkipReturnType(brace);
        if (!_tokens[close].Is(")") || (close < before && !_tokens[close + 1].Is(":"))) return null;
        var open = _match[close];
        if (open <= 0 || open >= close) return null;
        var head = _tokens[open - 1];
        if (head.Is("function") || head.Is("*")) return new JsBlock(false, AssignedName(FunctionKeyword(open - 1)), brace, last);
        if (head.Kind == JsTokenKind.Name) return NotCalls.Contains(head.Text) ? null : new JsBlock(false, head.Text, brace, last);
        return head.Kind == JsTokenKind.String || head.Is("]") ? new JsBlock(false, null, brace, last) : null;
    }

    /// <summary>An arrow function without braces: <c>x => x + 1</c>.</summary>
    private JsBlock? OpenExpression(int arrow) => arrow + 1 < _tokens.Count && !_tokens[arrow + 1].Is("{")
        ? new JsBlock(false, ArrowName(arrow), arrow + 1, EndOfExpression(arrow + 1))
        : null;

    /// <summary>The closing parenthesis of the parameters before a body. In TypeScript a return type may be between them.</summary>
    private int SkipReturnType(int brace)
    {
        var close = brace - 1;
        while (close > 0 && !_tokens[close].Is(")") && brace - close < MaxReturnType && IsOfType(_tokens[close])) close--;
        return close;
    }

    private static bool IsOfType(JsToken token) =>
        token.Kind == JsTokenKind.Name || token.Text is ":" or "<" or ">" or "[" or "]" or "." or "|";

    /// <summary>The name of a class whose body opens here; empty for a class expression without a name; null if no class opens.</summary>
    private string? FindClassName(int brace)
    {
        for (var i = brace - 1; i >= 0 && brace - i < MaxClassHead; i--)
        {
            if (_tokens[i].Is("class"))
            {
                var isNamed = i + 1 < brace && _tokens.IsName(i + 1) && !_tokens[i + 1].Is("extends");
                return isNamed ? _tokens[i + 1].Text : AssignedName(i) ?? "";
            }

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
        if (_tokens.Is(at, "async")) at--;
        var isAssigned = _tokens.Is(at, "=") || _tokens.Is(at, ":");
        return isAssigned && _tokens.IsName(at - 1) ? _tokens[at - 1].Text : null;
    }
}
