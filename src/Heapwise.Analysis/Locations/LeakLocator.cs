using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Locations.JavaScript;
using Heapwise.Analysis.Locations.SourceMaps;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Locations;

/// <summary>The place of a leak, and that of the holder's declaration where it is another one.</summary>
public sealed record LeakPlace(CodeLocation? Location, CodeLocation? Declaration);

/// <summary>
/// Takes a cluster to the code. With the script's text: the statement that makes the named holder grow, else where the leaked functions were
/// made, else a call to the library that holds it, else the holder's declaration. Without the text: where leaked functions were made, where the class of leaked objects stands, or a function that sees the holder. Several growing statements are told apart by
/// what they do (a Map is grown by <c>set</c>), by the properties that the leaked object has, and by standing inside a
/// function rather than at the top level, which runs once. All of this looks at the code that runs; the places found are then taken to the source that
/// people wrote, where there is a source map.
/// </summary>
internal sealed class LeakLocator(HeapSnapshot snapshot, ISourceTexts texts)
{
    private const int MaxScripts = 1_000;

    private readonly Dictionary<string, SourceSearch?> _searches = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<string>> _scripts = new(() => [.. AppScripts.Of(snapshot).Take(MaxScripts)]);
    private readonly OriginalLocations _originals = new(texts);

    /// <summary>The place of a function or object that V8 told, in the source that people wrote.</summary>
    public LocationReport? OriginalOf(LocationReport? place) => place is null
        ? null
        : LocationReport.From(_originals.ResolveFunction(new CodeLocation(place.File, place.Line, place.Column, place.Function, place.Source)));

    public LeakPlace Locate(LeakCluster cluster)
    {
        if (cluster.IsModuleCache) return new LeakPlace(_scripts.Value.Select(ComputedLoad).FirstOrDefault(place => place is not null), null);
        var name = cluster.Name;
        var created = WithSource(cluster.CreatedAt.Count > 0 ? cluster.CreatedAt[0] : null);
        var fallback = created ?? WithSource(cluster.ClassesAt.Concat(name.Functions).FirstOrDefault(place => CodeOrigin.OwnerOf(place.Path) == CodeOwner.Application));
        if (cluster.Stream?.Leak == StreamLeak.UnreadResponse) return new LeakPlace(created ?? Request(), null);
        if (cluster.Subscription is { MadeAt: { } made }) return new LeakPlace(WithSource(made), name.Root is not null && IsOfProgram(name) ? Declaration(name) : null);
        if (name.Root is null || !IsOfProgram(name)) return new LeakPlace(fallback ?? UseOf(name.Library), null);
        var declaration = Declaration(name);
        var growth = Scripts(name).Select(script => Growth(cluster, script)).FirstOrDefault(place => place is not null);
        var place = growth ?? created ?? Scripts(name).Select(script => LibraryCall(name, script)).FirstOrDefault(call => call is not null) ?? declaration ?? fallback;
        return new LeakPlace(place, place != declaration ? declaration : null);
    }

    /// <summary>True where a function's own text mentions a variable; false where only other functions of its scope do; null without the text.</summary>
    public bool? Mentions(CodePosition function, string variable)
    {
        if (SearchOf(function.Path) is not { } search) return null;

        // V8 places a function at its parameters; its body is the first block from there on.
        var first = search.Tokens.TakeWhile(token => (token.Line, token.Column).CompareTo((function.Line, function.Column)) < 0).Count();
        var body = search.Outline.Blocks.Where(block => !block.IsClass && block.First > first).MinBy(block => block.First);
        if (body is null) return null;
        return search.Tokens.Skip(first).Take(body.Last - first + 1).Any(token => token.Kind == JsTokenKind.Name && token.Text is var text && (text == variable || text == "eval"));
    }

    /// <summary>The one statement of the program's functions that calls something of these names; null where there is none, or several.</summary>
    public CodeLocation? OnlyCallOf(IReadOnlySet<string> names)
    {
        CodeLocation? only = null;
        foreach (var script in _scripts.Value)
        {
            if (SearchOf(script) is not { } search) continue;
            foreach (var call in search.FindCalls(names))
            {
                if (search.Outline.FindFunctionAt(call) is null) continue; // once, at the start
                if (only is not null) return null;
                only = Place(script, search, call);
            }
        }

        return only;
    }

    /// <summary>Where a script loads a module whose name it makes up.</summary>
    private CodeLocation? ComputedLoad(string script) => SearchOf(script) is { } search && search.FindComputedLoad() is { } token ? Place(script, search, token) : null;

    /// <summary>The first request in the program whose answer nobody reads, as far as the text shows it.</summary>
    private CodeLocation? Request()
    {
        foreach (var script in _scripts.Value)
        {
            if (SearchOf(script) is { } search && RequestSearch.FindUnread(search) is { } at) return Place(script, search, at);
        }

        return null;
    }

    /// <summary>Where a library's object is used by name: the first call inside a function of one of its methods, or of itself.</summary>
    private CodeLocation? LibraryCall(HolderName name, string script) =>
        name.Library is not (null or "node") && SearchOf(script) is { } search
        && LibraryCalls.Find(search, new HashSet<string>(StringComparer.Ordinal) { name.Root! }, name.Kind != HolderKind.Variable) is { } at && search.Outline.FindFunctionAt(at) is not null // asked for names only
            ? Place(script, search, at)
            : null;

    /// <summary>Where the program uses a library that keeps something by itself: a call inside a function, else the first at the top level.</summary>
    private CodeLocation? UseOf(string? library)
    {
        if (library is null or "node") return null;
        foreach (var script in _scripts.Value)
        {
            if (SearchOf(script) is { } search && LibraryCalls.FindUseOfModule(search, library) is { } at) return Place(script, search, at);
        }

        return null;
    }

    private static bool IsOfProgram(HolderName name) => name.File is null ? name.Kind == HolderKind.Global : CodeOrigin.OwnerOf(name.File) == CodeOwner.Application;

    /// <summary>Where the name may be used: a variable only in its own script, a property in any.</summary>
    private IEnumerable<string> Scripts(HolderName name)
    {
        if (name.File is not null) yield return name.File;
        if (name.Kind == HolderKind.Variable) yield break;
        foreach (var script in _scripts.Value)
        {
            if (script != name.File) yield return script;
        }
    }

    private CodeLocation? Declaration(HolderName name)
    {
        foreach (var script in Scripts(name))
        {
            if (SearchOf(script) is not { } search) continue;
            var token = name.Kind == HolderKind.Variable
                ? search.FindDeclaration(name.Root!)
                : search.FindMemberDeclaration(PropertyOf(name), name.OwnerClass);
            if (token is { } at) return Place(script, search, at);
        }

        return null;
    }

    /// <summary>The property to look for: of <c>exports.log</c> it is <c>log</c>.</summary>
    private static string PropertyOf(HolderName name) => name.Kind == HolderKind.Export && name.Members.Count > 0 ? name.Members[0] : name.Root!; // asked for names only

    private CodeLocation? Growth(LeakCluster cluster, string script)
    {
        if (SearchOf(script) is not { } search) return null;
        var name = cluster.Name;
        var isVariable = name.Kind == HolderKind.Variable;
        var members = name.Members.Skip(name.Kind == HolderKind.Export ? 1 : 0).TakeWhile(member => member != "[]").ToList();
        var statements = search.FindGrowth(isVariable ? name.Root! : PropertyOf(name), !isVariable, members).ToList();
        if (name.Kind == HolderKind.Global) statements.AddRange(search.FindGrowth(name.Root!, false, members));
        for (var shown = members.Count - 1; shown >= 0 && statements.Count == 0; shown--)
        {
            // A list's head is set where it grows, a copied container is assigned with what holds it, and a library grows by a call to its object.
            var wider = search.FindGrowth(isVariable ? name.Root! : PropertyOf(name), !isVariable, members.Take(shown).ToList());
            statements.AddRange(wider.Where(statement => cluster.Kind == CollectionKind.LinkedList || statement.Form == GrowthForm.Assignment || (name.Library is not null && statement.Form == GrowthForm.Call)));
        }

        var properties = cluster.Entry is { } entry ? PropertiesOf(entry.Example) : [];
        var best = statements
            .Select(statement => (Statement: statement, Score: Score(search, cluster, statement, properties)))
            .Where(scored => scored.Score > 0)
            .OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Statement.At)
            .FirstOrDefault();
        if (best.Statement is null) return null;

        // At the top level a library's object is set up, once; what gathers in it comes by calls from functions.
        if (search.Outline.FindFunctionAt(best.Statement.At) is null && LibraryCall(name, script) is { } call) return call;
        return Place(script, search, best.Statement.At);
    }

    /// <summary>How well a statement explains the growth; 0 where it cannot.</summary>
    private int Score(SourceSearch search, LeakCluster cluster, GrowthStatement statement, HashSet<string> properties)
    {
        var fits = cluster.Name.Library is not null && statement.Form == GrowthForm.Call ? 10 : Fits(cluster, statement, search);
        if (fits == 0) return 0;
        var named = 0;
        for (var i = statement.At; i <= statement.End && named < 3; i++)
        {
            if (search.Tokens[i].Kind == JsTokenKind.Name && properties.Contains(search.Tokens[i].Text)) named++;
        }

        var inFunction = search.Outline.FindFunctionAt(statement.At) is not null;
        return fits + named + (inFunction ? 8 : 0) + (statement.IsNested == cluster.IsSpread ? 4 : 0);
    }

    private static int Fits(LeakCluster cluster, GrowthStatement statement, SourceSearch search)
    {
        var call = statement.Form == GrowthForm.Call;
        if (cluster.Name.Event is { } wanted)
        {
            var first = call && statement.FirstArgument < search.Tokens.Count ? search.Tokens[statement.FirstArgument].Text.Trim('"', '\'', '`') : "";
            return call && statement.Verb is "on" or "once" or "addListener" or "prependListener" or "prependOnceListener" or "addEventListener" ? first == wanted ? 12 : 2 : 0;
        }

        if (cluster.IsSpread && statement.IsNested) return 10;
        return cluster.Kind switch
        {
            CollectionKind.Array => call && statement.Verb is "push" or "unshift" or "splice" || statement.Form is GrowthForm.KeyedAssignment ? 10 : statement.Form == GrowthForm.Assignment ? 4 : call ? 3 : 0,
            CollectionKind.Map or CollectionKind.WeakMap => call && statement.Verb == "set" ? 10 : call ? 3 : 0,
            CollectionKind.Set => call && statement.Verb == "add" ? 10 : call ? 3 : 0,
            CollectionKind.KeyedObject or CollectionKind.IndexedObject => statement.Form is GrowthForm.KeyedAssignment ? 10 : statement.Form is GrowthForm.MemberAssignment ? 4 : 0,
            CollectionKind.Text => statement.Form is GrowthForm.Assignment or GrowthForm.MemberAssignment ? 10 : 0,
            CollectionKind.LinkedList => statement.Form is GrowthForm.Assignment or GrowthForm.MemberAssignment ? 10 : 3,
            _ => 5,
        };
    }

    private HashSet<string> PropertiesOf(NodeIndex node)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var edge in snapshot.Graph.EdgesOf(node))
        {
            if (edge.Type == EdgeType.Property && names.Count < 50) names.Add(edge.Name);
        }

        return names;
    }

    private SourceSearch? SearchOf(string script)
    {
        if (!_searches.TryGetValue(script, out var search))
        {
            _searches[script] = search = texts.TextOf(script) is { } text ? new SourceSearch(text) : null;
        }

        return search;
    }

    private CodeLocation Place(string script, SourceSearch search, int token) => _originals.ResolveStatement(new CodeLocation(
        script, search.Tokens[token].Line, search.Tokens[token].Column, search.Outline.FindFunctionAt(token)?.Name, search.LineOf(search.Tokens[token])));

    /// <summary>A place that V8 told, with its line of source.</summary>
    private CodeLocation? WithSource(CodePosition? place) => place is null
        ? null
        : _originals.ResolveFunction(CodeLocation.From(place) with { Source = SearchOf(place.Path)?.FindLine(place.Line) });
}
