namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// What one script calls a library: the variables that it is loaded into, and those that hold something the library made.
/// <code>
/// const lib = require('lib');  import { make } from 'lib';  const { make } = await import('lib');
/// const client = new lib.Client();  this.cache = make();  lib().then(made => { client = made; });
/// </code>
/// What a method of such an object returns is data and no name of the library any more. Names are followed as they are
/// written; scopes are not told apart.
/// </summary>
internal sealed class LibraryNames
{
    private readonly IReadOnlyList<JsToken> _tokens;
    private readonly JsOutline _outline;
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);

    /// <summary>Calls of <c>require</c> and <c>import</c> that load the library.</summary>
    private readonly List<int> _loads = [];

    private LibraryNames(SourceSearch search)
    {
        _tokens = search.Tokens;
        _outline = search.Outline;
    }

    /// <summary>The names of a library in a script; null where the script does not load it.</summary>
    public static LibraryNames? Find(SourceSearch search, string library)
    {
        var names = new LibraryNames(search);
        if (!names.AddModule(library)) return null;
        names.AddMade();
        names.AddCopies();
        return names;
    }

    /// <summary>The names of a module of Node's, whether or not the script loads it.</summary>
    public static LibraryNames Find(SourceSearch search, string module, IEnumerable<string> globals)
    {
        var names = Find(search, module) ?? new LibraryNames(search);
        names._variables.UnionWith(globals);
        return names;
    }

    /// <summary>One name, such as that of the holder.</summary>
    public static LibraryNames Of(SourceSearch search, string name, bool isMember)
    {
        var names = new LibraryNames(search);
        (isMember ? names._members : names._variables).Add(name);
        return names;
    }

    /// <summary>True where a token is one of the names.</summary>
    public bool Has(int at) =>
        _tokens.IsName(at) && (_tokens.IsMember(at) ? _members : _variables).Contains(_tokens[at].Text);

    private bool AddModule(string library)
    {
        var isImported = false;
        for (var i = 2; i < _tokens.Count; i++)
        {
            if (_tokens[i].Kind != JsTokenKind.String || !IsModule(_tokens[i].Text.Trim('"', '\''), library)) continue;
            var isCall = _tokens[i - 1].Is("(") && _tokens[i - 2].Text is "require" or "import";
            if (!isCall && !_tokens[i - 1].Is("from")) continue;
            isImported = true;
            if (isCall) _loads.Add(i - 2);
            for (var at = isCall ? i - 3 : i - 2; at >= 0 && !IsBeforeNames(_tokens[at]); at--)
            {
                if (IsBinding(at)) _variables.Add(_tokens[at].Text);
            }
        }

        return isImported;
    }

    private static bool IsModule(string module, string library) =>
        module == library || module == "node:" + library || module.StartsWith(library + "/", StringComparison.Ordinal);

    private static bool IsBeforeNames(JsToken token) => token.Text is "const" or "let" or "var" or "import" or "export" or ";" or ")";

    /// <summary>Compilers wrap the call, as in <c>__importDefault(require('lib'))</c>: what is called is no binding.</summary>
    private bool IsBinding(int at) =>
        _tokens.IsName(at) && !_tokens.Is(at + 1, "(") && _tokens[at].Text is not ("as" or "from" or "type" or "await" or "new");

    /// <summary>What is assigned the result of a call or of <c>new</c>, and what the promise of such a call is resolved with.</summary>
    private void AddMade()
    {
        var modules = Enumerable.Range(0, _tokens.Count).Where(Has).ToList();
        foreach (var at in modules.Concat(_loads))
        {
            var end = _loads.Contains(at) ? _outline.MatchOf(at + 1) : at;
            if (FindCall(end) is not { } open) continue;
            AddTarget(StartOf(at) - 1);
            var close = _outline.MatchOf(open);
            if (_tokens.IsDot(close + 1) && _tokens.Is(close + 2, "then") && _tokens.Is(close + 3, "(")) AddParameter(close + 4);
        }
    }

    /// <summary><c>client = made;</c> for a name that is known by now.</summary>
    private void AddCopies()
    {
        for (var i = 2; i < _tokens.Count; i++)
        {
            if (Has(i) && !_tokens.IsMember(i) && _tokens[i - 1].Is("=") && IsWhole(i)) AddTarget(i - 1);
        }
    }

    private bool IsWhole(int at) =>
        at + 1 >= _tokens.Count || _tokens[at + 1].Text is ";" or "," or "}" or ")" || _tokens[at + 1].Line > _tokens[at].Line;

    /// <summary>The parenthesis of the first call in a chain that begins here: <c>lib(</c>, <c>lib.Client(</c>; else null.</summary>
    private int? FindCall(int at)
    {
        var end = at + 1;
        while (_tokens.IsDot(end) && _tokens.IsName(end + 1)) end += 2;
        return _tokens.Is(end, "(") ? end : null;
    }

    /// <summary>The first token of the expression: <c>new</c>, <c>await</c> and an object before the name are part of it.</summary>
    private int StartOf(int at)
    {
        while (_tokens.IsDot(at - 1) && _tokens.IsName(at - 2)) at -= 2;
        while (_tokens.Is(at - 1, "new") || _tokens.Is(at - 1, "await") || IsGroup(at - 1)) at--;
        return at;
    }

    private bool IsGroup(int at) => _tokens.Is(at, "(") && (_tokens.Is(at - 1, "=") || _tokens.Is(at - 1, "await"));

    /// <summary>The variable, property or pattern before an equals sign.</summary>
    private void AddTarget(int equals)
    {
        if (!_tokens.Is(equals, "=")) return;
        var at = equals - 1;
        if (_tokens.IsName(at) && _tokens.Is(at - 1, ":") && _tokens.IsName(at - 2)) at -= 2; // a type
        if (_tokens.IsName(at)) (_tokens.IsMember(at) || IsField(at) ? _members : _variables).Add(_tokens[at].Text);
        if (!_tokens.Is(at, "}")) return;
        for (var i = _outline.MatchOf(at); i < at; i++)
        {
            if (_tokens.IsName(i)) _variables.Add(_tokens[i].Text);
        }
    }

    /// <summary>A field of a class: <c>client = new Client();</c>.</summary>
    private bool IsField(int at) =>
        _outline.FindClassAt(at) is { } owner && (_outline.FindFunctionAt(at) is not { } function || owner.Length < function.Length);

    private void AddParameter(int at)
    {
        while (_tokens.Is(at, "async") || _tokens.Is(at, "function")) at++;
        if (_tokens.Is(at, "(")) at++;
        if (_tokens.IsName(at)) _variables.Add(_tokens[at].Text);
    }
}
