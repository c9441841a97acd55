namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// Whether a script goes through a collection and calls what is in it, as a store calls its listeners: <c>for (const listener of
/// [...listeners]) listener(state)</c>, <c>this.handlers.get(topic)?.forEach(handler => handler(message))</c>, <c>callbacks[i]()</c> in a
/// loop. Local variables that the collection is read into are followed.
/// </summary>
internal sealed class CalledEntries
{
    private const string Itself = "";

    private static readonly HashSet<string> Loops = new(StringComparer.Ordinal) { "forEach", "map", "some", "every", "filter", "reduce" };

    private readonly SourceSearch _search;
    private readonly IReadOnlyList<JsToken> _tokens;
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);

    private CalledEntries(SourceSearch search)
    {
        _search = search;
        _tokens = search.Tokens;
    }

    /// <summary>True where entries are called themselves.</summary>
    public bool AreCalled => _called.Contains(Itself);

    /// <summary>True where a method of entries is called.</summary>
    public bool IsMethodCalled(string method) => _called.Contains(method);

    /// <param name="search">The script.</param>
    /// <param name="name">The collection: a variable, or a property of anything.</param>
    /// <param name="isMember">True for a property.</param>
    public static CalledEntries Find(SourceSearch search, string name, bool isMember)
    {
        var found = new CalledEntries(search);
        found.Find(name, isMember, 0, found._tokens.Count, mayAlias: true);
        return found;
    }

    private void Find(string name, bool isMember, int first, int end, bool mayAlias)
    {
        for (var i = first; i < end; i++)
        {
            if (!_tokens.IsName(i, name) || _tokens.IsMember(i) != isMember) continue;
            AddLoop(i);
            AddCallback(i);
            AddIndexed(i, name);
            if (!mayAlias || FindAlias(i) is not { } alias || alias == name) continue;
            var scope = _search.Outline.FindFunctionAt(i);
            Find(alias, false, i + 1, scope is null ? end : scope.Last + 1, mayAlias: false);
        }
    }

    /// <summary><c>for (const entry of … name …) body</c>.</summary>
    private void AddLoop(int reference)
    {
        var open = reference - 1;
        while (open >= 0 && !IsLoopHead(open))
        {
            if (_tokens[open].Is("{") || _tokens[open].Is(";") || _tokens[open].Is("=>")) return;
            open = _tokens[open].IsClosing ? Math.Min(open, _search.Outline.MatchOf(open)) - 1 : open - 1;
        }

        if (open < 0) return;
        var of = open + 1;
        while (of < reference && !_tokens[of].IsName("of")) of++;
        if (of == reference) return;
        var body = _search.Outline.MatchOf(open) + 1;
        if (body >= _tokens.Count) return;
        AddCalls(NamesIn(open + 1, of), body, _tokens[body].Is("{") ? _search.Outline.MatchOf(body) : EndOfStatement(body));
    }

    private bool IsLoopHead(int at) =>
        _tokens[at].Is("(") && (_tokens.IsName(at - 1, "for") || (_tokens.IsName(at - 1, "await") && _tokens.IsName(at - 2, "for")));

    private int EndOfStatement(int first)
    {
        var end = first;
        while (end + 1 < _tokens.Count && !_tokens[end].Is(";") && !_tokens[end].Is("}")) end++;
        return end;
    }

    /// <summary><c>name.values().forEach(entry => body)</c>, also behind a copy or a default in brackets.</summary>
    private void AddCallback(int reference)
    {
        for (var at = reference + 1; at < _tokens.Count;)
        {
            var token = _tokens[at];
            if (token.IsClosing && _search.Outline.MatchOf(at) < reference) at++;
            else if (token.Is("[") || token.Is("(")) at = Math.Max(at, _search.Outline.MatchOf(at)) + 1;
            else if (token.Is("||") || token.Is("??") || token.Is("!")) at++;
            else if (!token.IsDot) return;
            else if (!_tokens.IsName(at + 1)) at++;
            else if (Loops.Contains(_tokens[at + 1].Text) && _tokens.Is(at + 2, "(")) { AddCallbackAt(at + 2); return; }
            else at += 2;
        }
    }

    private void AddCallbackAt(int open)
    {
        var end = _search.Outline.MatchOf(open);
        var first = _tokens.IsName(open + 1, "async") ? open + 2 : open + 1;
        var head = first;
        while (_tokens.IsName(head) && !_tokens.Is(head + 1, "=>") && head < end) head++; // function, and its name
        var last = _tokens.Is(head, "(") ? _search.Outline.MatchOf(head) : head;
        if (last < end) AddCalls(NamesIn(head, last + 1), last + 1, end);
    }

    /// <summary><c>name[i](…)</c> in a function that looks at the collection's length.</summary>
    private void AddIndexed(int reference, string name)
    {
        if (!_tokens.Is(reference + 1, "[")) return;
        var at = _search.Outline.MatchOf(reference + 1) + 1;
        if (MethodAt(at) is not { } method) return;
        var scope = _search.Outline.FindFunctionAt(reference);
        var (first, last) = scope is null ? (0, _tokens.Count - 1) : (scope.First, scope.Last);
        for (var i = first; i < last; i++)
        {
            if (_tokens.IsName(i, name) && _tokens.IsDot(i + 1) && _tokens.IsName(i + 2, "length")) _called.Add(method);
        }
    }

    private HashSet<string> NamesIn(int first, int end)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = first; i < end; i++)
        {
            if (_tokens.IsName(i)) names.Add(_tokens[i].Text);
        }

        return names;
    }

    private void AddCalls(HashSet<string> names, int first, int last)
    {
        for (var i = first; i <= last && i < _tokens.Count; i++)
        {
            if (!_tokens.IsName(i) || _tokens.IsMember(i) || !names.Contains(_tokens[i].Text)) continue;
            if (MethodAt(i + 1) is { } method) _called.Add(method);
        }
    }

    /// <summary>The method called on what ends before a position, the mark where that is called itself, or null.</summary>
    private string? MethodAt(int at)
    {
        if (_tokens.Is(at, "(") || (_tokens.IsDot(at) && _tokens.Is(at + 1, "("))) return Itself;
        if (!_tokens.IsDot(at) || !_tokens.IsName(at + 1) || !_tokens.Is(at + 2, "(")) return null;
        return _tokens[at + 1].Text is "call" or "apply" ? Itself : _tokens[at + 1].Text;
    }

    private string? FindAlias(int at)
    {
        while (at >= 2 && _tokens.IsDot(at - 1)) at -= 2;
        return _tokens.Is(at - 1, "=") && _tokens.IsName(at - 2) && !_tokens.IsMember(at - 2) ? _tokens[at - 2].Text : null;
    }
}
