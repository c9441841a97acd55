using Heapwise.Analysis.Locations.JavaScript;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;

namespace Heapwise.Analysis.Locations;

/// <summary>
/// The searchable scripts of the program. The code that runs is searched; where there is a source map, the locations found are then mapped
/// to the source that people wrote. Scripts are read and cut into tokens at first use, and kept.
/// </summary>
/// <param name="scripts">Names the program's own scripts, in the order in which they were loaded; called once.</param>
/// <param name="texts">Where their text comes from.</param>
internal sealed class ProgramCode(Func<IEnumerable<string>> scripts, ISourceTexts texts)
{
    private const int MaxScripts = 1_000;

    private readonly Dictionary<string, SourceSearch?> _searches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool?> _mentioned = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<string>> _scripts = new(() => [.. scripts().Take(MaxScripts)]);
    private readonly OriginalLocations _originals = new(texts);

    /// <param name="snapshot">The snapshot whose functions show which scripts there are.</param>
    /// <param name="texts">Where their text comes from.</param>
    public ProgramCode(HeapSnapshot snapshot, ISourceTexts texts)
        : this(() => ProgramScripts.Find(snapshot), texts)
    {
    }

    /// <summary>The program's own scripts, in the order in which they were loaded.</summary>
    public IReadOnlyList<string> Scripts => _scripts.Value;

    /// <summary>A script's text as tokens; null where it is not available.</summary>
    public SourceSearch? Search(string script)
    {
        if (!_searches.TryGetValue(script, out var search))
        {
            _searches[script] = search = texts.FindText(script) is { } text ? new SourceSearch(text) : null;
        }

        return search;
    }

    /// <summary>The location of a function or object that V8 reported, in the source that people wrote.</summary>
    public CodeLocation? FindOriginal(CodePosition? position) =>
        position is null ? null : _originals.ResolveFunction(CodeLocation.From(position));

    /// <summary>The same location with its line of source.</summary>
    public CodeLocation? WithSource(CodePosition? position)
    {
        if (position is null) return null;
        var location = CodeLocation.From(position);
        return _originals.ResolveFunction(
            Search(location.File)?.FindLine(location.Line, location.Column) is { } line ? location with { Source = line } : location);
    }

    /// <summary>The location of a token, in the source that people wrote.</summary>
    public CodeLocation LocationOf(string script, SourceSearch search, int token)
    {
        var at = search.Tokens[token];
        var function = search.Outline.FindFunctionAt(token)?.Name;
        return _originals.ResolveStatement(new CodeLocation(script, at.Line, at.Column, function, search.LineOf(at)));
    }

    /// <summary>
    /// True where a function's own text mentions a variable, false where only other functions of its scope do, null without the text.
    /// </summary>
    public bool? Mentions(CodePosition function, string variable)
    {
        if (Search(function.Path) is not { } search) return null;

        var first = search.FindTokenFrom(function.Line, function.Column);
        if (search.FindBody(first) is not { } body) return null;
        return search.Tokens.Skip(first).Take(body.Last - first + 1)
            .Any(token => token.Kind == JsTokenKind.Name && (token.Text == variable || token.Text == "eval"));
    }

    /// <summary>True where the program's text has a member of this name, false where it has none, null without any text.</summary>
    public bool? MentionsMember(string name)
    {
        if (_mentioned.TryGetValue(name, out var known)) return known;
        var searches = Scripts.Select(Search).OfType<SourceSearch>().ToList();
        bool? isMentioned = searches.Count == 0 ? null : searches.Exists(search => search.HasMember(name));
        return _mentioned[name] = isMentioned;
    }

    /// <summary>True where a variable is declared with a whole number; false also without the text.</summary>
    public bool IsInteger(string script, string variable, IReadOnlyList<CodePosition> functions) =>
        Search(script) is { } search && search.FindScope(variable, functions) is { } scope && search.IsInteger(scope);

    /// <summary>Where the function begins whose variables a function sees; null at the top level and without the text.</summary>
    public CodeLocation? FindFunctionAround(CodePosition function)
    {
        if (Search(function.Path) is not { } search) return null;
        var around = search.Outline.FindFunctionAt(search.FindTokenFrom(function.Line, function.Column));
        return around is null ? null : LocationOf(function.Path, search, around.First);
    }

    /// <summary>The innermost function around a location; null at the top level and without the text.</summary>
    public JsBlock? FindBlockAround(CodeLocation location)
    {
        var running = location.Generated ?? location;
        return Search(running.File) is { } search
            ? search.Outline.FindFunctionAt(search.FindTokenFrom(running.Line, running.Column))
            : null;
    }

    /// <summary>Variables that a function declares itself; none without the text.</summary>
    public IReadOnlyList<string> FindVariables(CodePosition function) =>
        Search(function.Path) is { } search ? search.FindVariables(search.FindTokenFrom(function.Line, function.Column)) : [];

    /// <summary>The first call of a name directly in a function; null where there is none, and without the text.</summary>
    public CodeLocation? FindCallIn(CodePosition function, string name) =>
        FindIn(function, body => body.FindCall(name));

    /// <summary>The same of a function that is not the program's: also in the functions that it calls and V8 may have inlined.</summary>
    public CodeLocation? FindForeignCallIn(CodePosition function, string name) =>
        FindIn(function, body => body.FindForeignCall(name));

    /// <summary>The call by which a function gives another one of its script a function that the other puts away; null: none.</summary>
    public CodeLocation? FindRegistrationIn(CodePosition function, string taker) =>
        FindIn(function, body => body.FindRegistration(taker));

    /// <summary>
    /// The statement of a function that puts something into what outlives its call: not declared by the function itself. Null where there
    /// is none, and without the text.
    /// </summary>
    public CodeLocation? FindGrowthIn(CodePosition function) =>
        FindIn(function, body => body.FindGrowth());

    /// <summary>The same in the functions of its script that a function calls: they may be a part of it that V8 has inlined.</summary>
    public CodeLocation? FindGrowthCalledBy(CodePosition function) => FindIn(function, body => body.FindGrowthInCalled());

    /// <summary>The only call of one of these names inside the program's functions; null where there is none, or several.</summary>
    public CodeLocation? FindOnlyCall(IReadOnlySet<string> names)
    {
        CodeLocation? only = null;
        foreach (var script in Scripts)
        {
            if (Search(script) is not { } search) continue;
            foreach (var call in search.FindCalls(names))
            {
                if (search.Outline.FindFunctionAt(call) is null) continue; // once, at the start
                if (only is not null) return null;
                only = LocationOf(script, search, call);
            }
        }

        return only;
    }

    /// <summary>Where the program loads a module whose name it computes; null where it does not.</summary>
    public CodeLocation? FindComputedLoad() => FindFirst(search => search.FindComputedLoad());

    /// <summary>The program's first request whose response nobody reads, as far as the text shows it.</summary>
    public CodeLocation? FindUnreadRequest() => FindFirst(RequestSearch.FindUnread);

    /// <summary>Scripts in which a name may be used: a variable only in its own script, a property in any.</summary>
    public IEnumerable<string> ScriptsFor(HolderName name)
    {
        if (name.Scope.File is { } file) yield return file;
        if (name.Kind == HolderKind.Variable) yield break;
        foreach (var script in Scripts)
        {
            if (script != name.Scope.File) yield return script;
        }
    }

    /// <summary>
    /// A holder's name as scripts write it: a variable, or a property of anything, and the properties below it up to the first entry.
    /// </summary>
    public static (string Root, bool IsMember, IReadOnlyList<string> Members) WrittenAs(HolderName name)
    {
        var isMember = name.Kind != HolderKind.Variable;
        var members = name.Members.Skip(name.Kind == HolderKind.Export ? 1 : 0).TakeWhile(member => member != "[]");
        return (isMember ? PropertyOf(name) : name.Root!, isMember, [.. members]);
    }

    /// <summary>True where the program looks entries of a holder up by their keys.</summary>
    public bool IsLookedUp(HolderName name)
    {
        if (name.Root is null || !name.IsOfProgram) return false;
        var (root, isMember, members) = WrittenAs(name);
        return ScriptsFor(name).Any(script => Search(script) is { } search && search.IsLookedUp(root, isMember, members));
    }

    /// <summary>Where the program removes something from what a name means; null where no text shows it.</summary>
    public CodeLocation? FindRemoval(HolderName name)
    {
        if (name.Root is null || !name.IsOfProgram) return null;
        var (root, isMember, members) = WrittenAs(name);
        foreach (var script in ScriptsFor(name))
        {
            if (Search(script) is not { } search) continue;
            if (search.FindRemoval(root, isMember, members) is { } at) return LocationOf(script, search, at);
        }

        return null;
    }

    /// <summary>Where a name of the program is declared; null where no text shows it.</summary>
    public CodeLocation? FindDeclaration(HolderName name)
    {
        foreach (var script in ScriptsFor(name))
        {
            if (Search(script) is not { } search) continue;
            var token = name.Kind == HolderKind.Variable
                ? search.FindScope(name.Root!, name.Functions)?.Declaration ?? search.FindDeclaration(name.Root!)
                : search.FindMemberDeclaration(PropertyOf(name), name.Scope.ClassName);
            if (token is { } at) return LocationOf(script, search, at);
        }

        return null;
    }

    /// <summary>The original of a name in the running code, where a source map shows it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="statement">Where what it names grows; null where that is not known.</param>
    public HolderName FindOriginalName(HolderName name, CodeLocation? statement) => name.Root is null || !name.IsOfProgram
        ? name
        : new OriginalNames(_originals).Find(name, FindDeclaration(name), statement);

    /// <summary>The property to look for: for <c>exports.log</c> it is <c>log</c>.</summary>
    public static string PropertyOf(HolderName name) =>
        name.Kind == HolderKind.Export && name.Members.Count > 0 ? name.Members[0] : name.Root!; // only called for names

    private CodeLocation? FindIn(CodePosition function, Func<FunctionBody, int?> find) =>
        Search(function.Path) is { } search && find(new FunctionBody(search, function)) is { } token
            ? LocationOf(function.Path, search, token)
            : null;

    private CodeLocation? FindFirst(Func<SourceSearch, int?> find)
    {
        foreach (var script in Scripts)
        {
            if (Search(script) is { } search && find(search) is { } token) return LocationOf(script, search, token);
        }

        return null;
    }
}
