using Heapwise.Heap.Facts.Scripts;
namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>One script, cut into tokens, searched for declarations, calls, and statements that make a name grow.</summary>
internal sealed class SourceSearch
{
    private readonly string _text;
    private readonly DeclarationSearch _declarations;
    private readonly GrowthSearch _growth;
    private readonly BoundSearch _bounds;
    private readonly ScopeSearch _scopes;
    private readonly NameReferences _references;
    private readonly Lazy<ILookup<string, JsBlock>> _functions;

    public SourceSearch(string text)
    {
        _text = text;
        Tokens = JsScanner.Scan(text);
        Outline = new JsOutline(Tokens);
        _declarations = new DeclarationSearch(Tokens, Outline);
        _references = new NameReferences(Tokens, _declarations);
        _growth = new GrowthSearch(Tokens, Outline, _references);
        _bounds = new BoundSearch(Tokens, Outline, _references);
        _scopes = new ScopeSearch(Tokens, Outline, _declarations);
        _functions = new(() => Outline.Blocks.Where(block => block is { IsClass: false, Name: not null }).ToLookup(block => block.Name!));
    }

    public JsOutline Outline { get; }

    public IReadOnlyList<JsToken> Tokens { get; }

    /// <summary>The line of a token as it is shown; a very long one is cut around the token.</summary>
    public string LineOf(JsToken token) => LineAt(token, token.Column);

    /// <summary>The line with this number as it is shown, cut around a column if it is very long; null if there is no code in it.</summary>
    public string? FindLine(int line, int column) =>
        Tokens.FirstOrDefault(token => token.Line == line) is { Text: not null } first ? LineAt(first, column) : null;

    private string LineAt(JsToken token, int column)
    {
        var start = token.Offset - token.Column + 1;
        var end = _text.IndexOf('\n', token.Offset);
        return SourceLine.Show(_text.AsSpan(start, (end < 0 ? _text.Length : end) - start), column);
    }

    /// <summary>
    /// The outermost declaration of a variable: <c>const|let|var</c> (also in lists and patterns), <c>function</c>, <c>class</c>.
    /// </summary>
    public int? FindDeclaration(string name) => _declarations.FindVariable(name);

    /// <summary>True for a variable's token where it is declared.</summary>
    public bool IsDeclared(int token) => _declarations.IsDeclared(token);

    /// <summary>The variable of a name that functions at these positions see; null where no declaration shows it.</summary>
    public VariableScope? FindScope(string name, IReadOnlyList<CodePosition> functions) =>
        functions.Count == 0 ? null : _scopes.Find(name, [.. functions.Select(function => FindTokenFrom(function.Line, function.Column))]);

    /// <summary>True where a token is in the scope of a variable, and not in that of another one of that name inside.</summary>
    public bool IsSeen(VariableScope variable, string name, int token) => _scopes.IsSeen(variable, name, token);

    /// <summary>True where a variable is declared with a whole number.</summary>
    public bool IsInteger(VariableScope variable)
    {
        var value = variable.Declaration + (Tokens.Is(variable.Declaration + 2, "-") ? 3 : 2);
        return Tokens.Is(variable.Declaration + 1, "=") && value < Tokens.Count && Tokens[value].Kind == JsTokenKind.Number
            && Tokens[value].Text.All(char.IsAsciiDigit);
    }

    /// <summary>The body of a function that V8 locates by its parameters: the next block.</summary>
    public JsBlock? FindBody(int function) =>
        Outline.Blocks.Where(block => !block.IsClass && block.First > function).MinBy(block => block.First);

    /// <summary>Variables that a function declares outside of inner functions; the top level is the function at the first token.</summary>
    public IReadOnlyList<string> FindVariables(int function)
    {
        var body = function == 0 ? null : FindBody(function);
        return body is null && function > 0 ? [] :
        [
            .. Enumerable.Range(body?.First ?? 0, (body?.Length ?? (Tokens.Count - 1)) + 1)
                .Where(i => Tokens.IsName(i) && _declarations.IsDeclared(i) && Outline.FindFunctionAt(i) == body)
                .Select(i => Tokens[i].Text)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Where a property gets its first value: <c>this.name =</c>, a field of a class, <c>name:</c> of a literal, <c>exports.name =</c>,
    /// <c>globalThis.name =</c>. In a class of the wanted name if there is one.
    /// </summary>
    public int? FindMemberDeclaration(string name, string? className) => _declarations.FindMember(name, className);

    /// <summary>
    /// Statements that make a thing grow, in the order of the script. A local variable that the thing, or an entry of it, is put into
    /// (<c>const log = logs.get(id)</c>) is followed to the end of its function.
    /// </summary>
    /// <param name="root">A variable, or a property of anything.</param>
    /// <param name="isMember">True for a property.</param>
    /// <param name="members">Properties below it; entries (<c>[]</c>) are left out.</param>
    public IEnumerable<GrowthStatement> FindGrowth(string root, bool isMember, IReadOnlyList<string> members) =>
        _growth.Find(root, isMember, members);

    /// <summary>Code that keeps a thing within a bound; it is named as for <see cref="FindGrowth"/>.</summary>
    public IEnumerable<CodeBound> FindBounds(string root, bool isMember, IReadOnlyList<string> members) =>
        _bounds.Find(root, isMember, members);

    /// <summary>Where a function removes something from a thing; it is named as for <see cref="FindGrowth"/>.</summary>
    public int? FindRemoval(string root, bool isMember, IReadOnlyList<string> members) => _bounds.FindRemoval(root, isMember, members);

    /// <summary>
    /// True where an entry of a thing is looked up, <c>users.get(id)</c> or <c>users[id]</c>; it is named as for <see cref="FindGrowth"/>.
    /// </summary>
    public bool IsLookedUp(string root, bool isMember, IReadOnlyList<string> members) =>
        _references.FindAll(root, isMember, members).Any(use => Tokens.Is(use.End, "[")
            ? !Tokens.Is(Outline.MatchOf(use.End) + 1, "=")
            : Tokens.IsDot(use.End) && (Tokens.IsName(use.End + 1, "get") || Tokens.IsName(use.End + 1, "has")));

    /// <summary>A <c>require</c> or <c>import</c> inside a function whose argument is not a plain string; null if there is none.</summary>
    public int? FindComputedLoad()
    {
        for (var i = 0; i + 3 < Tokens.Count; i++)
        {
            if (Tokens[i].Text is not ("require" or "import") || !Tokens[i + 1].Is("(") || Outline.FindFunctionAt(i) is null) continue;
            if (Tokens[i + 2].Kind != JsTokenKind.String || !Tokens[i + 3].Is(")")) return i;
        }

        return null;
    }

    /// <summary>True where <c>.name</c> occurs.</summary>
    public bool HasMember(string name)
    {
        for (var i = 1; i < Tokens.Count; i++)
        {
            if (Tokens.IsName(i, name) && Tokens.IsMember(i)) return true;
        }

        return false;
    }

    /// <summary>The first token at a position or after it.</summary>
    public int FindTokenFrom(int line, int column)
    {
        var at = 0;
        while (at < Tokens.Count && (Tokens[at].Line, Tokens[at].Column).CompareTo((line, column)) < 0) at++;
        return at;
    }

    /// <summary>Names that are called: <c>open(</c>, <c>fs.open(</c>, <c>new Worker(</c>. Declarations are left out.</summary>
    public IEnumerable<int> FindCalls(IReadOnlySet<string> names)
    {
        for (var i = 0; i + 1 < Tokens.Count; i++)
        {
            if (Tokens.IsName(i) && names.Contains(Tokens[i].Text) && Tokens[i + 1].Is("(") && !IsFunctionDeclaration(i)) yield return i;
        }
    }

    /// <summary>
    /// True for a call that is given a function to be called later: <c>watch(() => …)</c>, <c>subscribe({ next() { … } })</c>, or the name
    /// of a function of the script.
    /// </summary>
    /// <param name="at">The name that is called.</param>
    public bool IsGivenFunction(int at)
    {
        var close = Outline.MatchOf(at + 1);
        for (int first = at + 2, last; first < close; first = last + 2)
        {
            last = Outline.EndOfExpression(first);
            var isNamed = first == last && Tokens.IsName(first) && FindFunction(Tokens[first].Text) is not null;
            if (isNamed || HasFunction(first, last)) return true;
            if (Tokens.Is(first, "{") && HasFunction(first + 1, last - 1)) return true;
        }

        return false;
    }

    /// <summary>Whether a function is written here, outside of what is in brackets.</summary>
    private bool HasFunction(int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            if (Tokens.IsName(i, "function") || Tokens.Is(i, "=>")) return true;
            if (!Tokens[i].IsOpening) continue;
            var isMethod = Tokens[i].Is("(") && Tokens.IsName(i - 1) && Tokens.Is(Outline.MatchOf(i) + 1, "{");
            if (isMethod) return true;
            i = Math.Max(i, Outline.MatchOf(i));
        }

        return false;
    }

    /// <summary>The only function of the script that has a name; null where there is none, or several.</summary>
    public JsBlock? FindFunction(string name) => _functions.Value[name].ToList() is [var only] ? only : null;

    /// <summary>The class of the script of which a variable is set to a new object; null where no text shows one.</summary>
    public JsBlock? FindClassOf(string variable)
    {
        for (var i = 0; i + 3 < Tokens.Count; i++)
        {
            var isNew = Tokens.IsName(i, variable) && !Tokens.IsMember(i) && Tokens.Is(i + 1, "=") && Tokens.IsName(i + 2, "new");
            if (!isNew || !Tokens.IsName(i + 3)) continue;
            return Outline.Blocks.Where(block => block.IsClass && block.Name == Tokens[i + 3].Text).ToList() is [var only] ? only : null;
        }

        return null;
    }

    /// <summary>True where a name is called.</summary>
    public bool IsCall(int at, string name) => Tokens.IsName(at, name) && Tokens.Is(at + 1, "(") && !IsFunctionDeclaration(at);

    /// <summary><c>function open(…)</c>, or a method <c>open(…) { … }</c>.</summary>
    private bool IsFunctionDeclaration(int name) =>
        Tokens.Is(name - 1, "function") || (!Tokens.IsMember(name) && Tokens.Is(Outline.MatchOf(name + 1) + 1, "{"));
}
