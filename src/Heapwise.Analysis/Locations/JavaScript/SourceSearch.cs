namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>How a statement makes something grow.</summary>
internal enum GrowthForm
{
    /// <summary>A call such as <c>push</c> or <c>set</c>.</summary>
    Call,

    /// <summary><c>name[key] = value</c>.</summary>
    KeyedAssignment,

    /// <summary><c>name.property = value</c>.</summary>
    MemberAssignment,

    /// <summary><c>name = value</c> other than its declaration.</summary>
    Assignment,
}

/// <summary>A statement that may make a named thing grow.</summary>
/// <param name="Token">The first token of the reference.</param>
/// <param name="Form">How it grows.</param>
/// <param name="Verb">The method called; the property assigned to; empty for other assignments.</param>
/// <param name="IsNested">True where what grows is reached through an entry: <c>users.get(id).push(x)</c>.</param>
/// <param name="FirstArgument">The first token behind the opening parenthesis of a call; -1 for assignments.</param>
/// <param name="At">Position of the reference's first token.</param>
/// <param name="End">Position of the last token of the call, or of the assignment's line.</param>
internal sealed record GrowthStatement(JsToken Token, GrowthForm Form, string Verb, bool IsNested, int FirstArgument, int At, int End);

/// <summary>One script, cut into tokens, searched for declarations and for statements that make a name grow. It follows names as written, and local variables set from them.</summary>
internal sealed class SourceSearch
{
    private static readonly HashSet<string> GrowthVerbs = new(StringComparer.Ordinal)
    {
        "push", "unshift", "splice", "set", "add", "append", "prepend", "insert", "enqueue", "concat", "put", "register",
        "on", "once", "addListener", "prependListener", "prependOnceListener", "addEventListener", "subscribe",
    };

    private static readonly HashSet<string> Assignments = new(StringComparer.Ordinal) { "=", "||=", "??=", "&&=", "+=" };

    private readonly IReadOnlyList<JsToken> _tokens;
    private readonly string _text;

    public SourceSearch(string text)
    {
        _text = text;
        _tokens = JsScanner.Scan(text);
        Outline = new JsOutline(_tokens);
    }

    public JsOutline Outline { get; }

    public IReadOnlyList<JsToken> Tokens => _tokens;

    /// <summary>The text of a line, without the blanks around it.</summary>
    public string LineOf(JsToken token)
    {
        var start = token.Offset - token.Column + 1;
        var end = _text.IndexOf('\n', token.Offset);
        return _text[start..(end < 0 ? _text.Length : end)].Trim();
    }

    /// <summary>The text of the line with this number, without the blanks around it; null where no code stands in it.</summary>
    public string? FindLine(int line) => _tokens.FirstOrDefault(token => token.Line == line) is { Text: not null } first ? LineOf(first) : null;

    /// <summary>The declaration of a variable, the outermost first: <c>const|let|var</c> (also in lists and patterns), <c>function</c>, <c>class</c>.</summary>
    public int? FindDeclaration(string name)
    {
        int? best = null;
        for (var i = 1; i < _tokens.Count; i++)
        {
            if (!IsName(i, name) || !IsDeclared(i)) continue;
            if (best is null || Outline.DepthOf(i) < Outline.DepthOf(best.Value)) best = i;
        }

        return best;
    }

    /// <summary>
    /// Where a property gets its first value: <c>this.name =</c>, a field of a class, <c>name:</c> of a literal, <c>exports.name =</c>,
    /// <c>globalThis.name =</c>. In a class of the wanted name where there is one.
    /// </summary>
    public int? FindMemberDeclaration(string name, string? className)
    {
        int? best = null;
        for (var i = 0; i + 1 < _tokens.Count; i++)
        {
            if (!IsName(i, name)) continue;
            var assigned = Assignments.Contains(_tokens[i + 1].Text) || (_tokens[i + 1].Is(":") && !IsMember(i)) || (_tokens[i + 1].Is(";") && Outline.FindClassAt(i) is not null && Outline.FindFunctionAt(i) is null);
            if (!assigned || (!IsMember(i) && IsDeclared(i))) continue;
            if (className is not null && Outline.FindClassAt(i)?.Name == className) return i;
            best ??= i;
        }

        return best;
    }

    /// <summary>A <c>require</c> or <c>import</c> inside a function whose argument is not a plain string; null where there is none.</summary>
    public int? FindComputedLoad()
    {
        for (var i = 0; i + 3 < _tokens.Count; i++)
        {
            if (_tokens[i].Text is not ("require" or "import") || !_tokens[i + 1].Is("(") || Outline.FindFunctionAt(i) is null) continue;
            if (_tokens[i + 2].Kind != JsTokenKind.String || !_tokens[i + 3].Is(")")) return i;
        }

        return null;
    }

    /// <summary>
    /// Statements that make a thing grow, in the order of the text. <paramref name="root"/> is a variable, or with <paramref name="isMember"/> a property
    /// of anything; <paramref name="members"/> are properties below it, entries (<c>[]</c>) left out. A local variable that the thing, or an entry
    /// of it, is put into (<c>const log = logs.get(id)</c>) is followed to the end of its function.
    /// </summary>
    public IEnumerable<GrowthStatement> FindGrowth(string root, bool isMember, IReadOnlyList<string> members) => FindGrowth(root, isMember, members, 0, _tokens.Count);

    private IEnumerable<GrowthStatement> FindGrowth(string root, bool isMember, IReadOnlyList<string> members, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            if (!IsName(i, root) || IsMember(i) != isMember || (!isMember && IsDeclared(i))) continue;
            var at = i + 1;
            var matched = 0;
            foreach (var member in members)
            {
                if (at + 1 >= _tokens.Count || !IsDot(at) || !IsName(at + 1, member)) break;
                at += 2;
                matched++;
            }

            if (matched < members.Count) continue;
            if (Follow(i, at) is { } statement) yield return statement;
            if (first > 0 || AliasOf(i) is not { } alias || (alias == root && !isMember)) continue;
            var isEntry = at < _tokens.Count && (_tokens[at].Is("[") || (IsDot(at) && at + 2 < _tokens.Count && _tokens[at + 2].Is("(")));
            var scope = Outline.FindFunctionAt(i);
            foreach (var through in FindGrowth(alias, false, [], i + 1, scope is null ? _tokens.Count : scope.Last + 1))
            {
                if (through.Form is not GrowthForm.Assignment) yield return through with { IsNested = through.IsNested || isEntry };
            }
        }
    }

    /// <summary>Tokens of names that are called: <c>open(</c>, <c>fs.open(</c>, <c>new Worker(</c>; declarations of functions and methods left out.</summary>
    public IEnumerable<int> FindCalls(IReadOnlySet<string> names)
    {
        for (var i = 0; i + 1 < _tokens.Count; i++)
        {
            if (_tokens[i].Kind != JsTokenKind.Name || !names.Contains(_tokens[i].Text) || !_tokens[i + 1].Is("(")) continue;
            var close = Outline.MatchOf(i + 1);
            var isDeclared = (i > 0 && _tokens[i - 1].Text == "function") || (!IsMember(i) && close + 1 < _tokens.Count && _tokens[close + 1].Is("{"));
            if (!isDeclared) yield return i;
        }
    }

    /// <summary>The variable that is declared or assigned with what begins here: <c>let log = users.get(id)</c>, <c>const queue = this.queue</c>.</summary>
    private string? AliasOf(int at)
    {
        while (at >= 2 && IsDot(at - 1)) at -= 2;
        return at >= 2 && _tokens[at - 1].Is("=") && _tokens[at - 2].Kind == JsTokenKind.Name && !IsMember(at - 2) ? _tokens[at - 2].Text : null;
    }

    private GrowthStatement? Follow(int first, int at)
    {
        var nested = false;
        for (; at < _tokens.Count; nested = true)
        {
            if (_tokens[at].Is("!")) at++;
            if (at >= _tokens.Count) return null;
            if (Assignments.Contains(_tokens[at].Text) && _tokens[at].Kind == JsTokenKind.Punctuator) return nested ? null : Statement(GrowthForm.Assignment, "", at + 1, false);
            if (_tokens[at].Is("[") || (IsDot(at) && at + 1 < _tokens.Count && _tokens[at + 1].Is("[")))
            {
                at = Outline.MatchOf(_tokens[at].Is("[") ? at : at + 1) + 1;
                if (at < _tokens.Count && Assignments.Contains(_tokens[at].Text)) return Statement(GrowthForm.KeyedAssignment, "", at + 1, nested);
                continue;
            }

            if (!IsDot(at) || at + 1 >= _tokens.Count || _tokens[at + 1].Kind != JsTokenKind.Name) return null;
            var verb = _tokens[at + 1].Text;
            at += 2;
            if (at >= _tokens.Count) return null;
            if (Assignments.Contains(_tokens[at].Text) && _tokens[at].Kind == JsTokenKind.Punctuator) return Statement(GrowthForm.MemberAssignment, verb, at + 1, nested);
            if (!_tokens[at].Is("(")) continue;
            var close = Outline.MatchOf(at);
            if (IsGrowthVerb(verb)) return new GrowthStatement(_tokens[first], GrowthForm.Call, verb, nested, at + 1, first, close);
            at = close + 1;
        }

        return null;

        GrowthStatement Statement(GrowthForm form, string verb, int value, bool isNested)
        {
            var end = value;
            while (end + 1 < _tokens.Count && !_tokens[end].Is(";") && _tokens[end + 1].Line == _tokens[value].Line) end++;
            if (value < _tokens.Count && _tokens[value].Is("{")) end = Math.Max(end, Outline.MatchOf(value));
            return new GrowthStatement(_tokens[first], form, verb, isNested, -1, first, Math.Min(end, _tokens.Count - 1));
        }
    }

    /// <summary>A verb of growth, or one that begins with it: <c>addResource</c>, <c>registerHelper</c>.</summary>
    private static bool IsGrowthVerb(string verb)
    {
        if (GrowthVerbs.Contains(verb)) return true;
        var end = 0;
        while (end < verb.Length && char.IsAsciiLetterLower(verb[end])) end++;
        return end > 2 && end < verb.Length && char.IsAsciiLetterUpper(verb[end]) && verb[..end] is "add" or "append" or "insert" or "push" or "register" or "subscribe" && GrowthVerbs.Contains(verb[..end]);
    }

    private bool IsName(int at, string name) => _tokens[at].Kind == JsTokenKind.Name && _tokens[at].Text == name;

    private bool IsDot(int at) => _tokens[at].Is(".") || _tokens[at].Is("?.");

    private bool IsMember(int at) => at > 0 && IsDot(at - 1);

    /// <summary>True for a name that is being declared: behind a keyword, or in a list or pattern that stands behind one.</summary>
    private bool IsDeclared(int at)
    {
        if (IsMember(at)) return false;
        for (var i = at - 1; i >= 0; i--)
        {
            var token = _tokens[i];
            if (token.Kind == JsTokenKind.Name && token.Text is "const" or "let" or "var" or "class" or "function" or "import") return true;
            if (token.Kind == JsTokenKind.Punctuator && token.Text is ")" or "]" or "}" && Outline.MatchOf(i) < i)
            {
                // A whole value or pattern of an earlier entry of the list.
                i = Outline.MatchOf(i);
                continue;
            }

            if (token.Is("{") || token.Is("["))
            {
                // A pattern stands behind its keyword or inside another pattern; all else is a block, an index or a value.
                if (i > 0 && (_tokens[i - 1].Text is "const" or "let" or "var" or "import" or "," or ":" or "{" or "[")) continue;
                return false;
            }

            if (token.Is(",") || token.Is(":") || token.Is("...")) continue;
            if (token.Line != _tokens[at].Line && !EndsInComma(i)) return false;
            if (token.Is("=") || token.Is("(") || token.Is(";") || token.Is("=>")) return IsListEntry(i, at);
        }

        return false;
    }

    private bool EndsInComma(int at) => at + 1 < _tokens.Count && _tokens[at + 1].Is(",");

    /// <summary><c>const a = 1, NAME = []</c>: the equals sign met first belongs to an entry before it only if a comma stands between.</summary>
    private bool IsListEntry(int equals, int at)
    {
        if (!_tokens[equals].Is("=")) return false;
        var comma = false;
        for (var i = equals + 1; i < at; i++)
        {
            if (_tokens[i].Kind == JsTokenKind.Punctuator && _tokens[i].Text is "(" or "[" or "{") i = Math.Max(i, Outline.MatchOf(i));
            else if (_tokens[i].Is(",")) comma = true;
        }

        return comma && equals >= 2 && IsDeclared(equals - 1);
    }
}
