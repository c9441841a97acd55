using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Locations.JavaScript;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// The statement of a script that makes a cluster's holder grow. If there are several, they are ranked by what they do (a
/// Map grows by <c>set</c>), by the properties that the leaked object has, and by being inside a function rather than at
/// the top level, which runs once.
/// </summary>
internal sealed class GrowthStatements(LeakContext context)
{
    private const int MaxProperties = 50;
    private const int MaxNamed = 3;

    private static readonly string?[] ListenerVerbs =
        ["on", "once", "addListener", "prependListener", "prependOnceListener", "addEventListener"];

    /// <summary>Null where the script has no such statement, or where its text is not available.</summary>
    public CodeLocation? Find(LeakCluster cluster, string script)
    {
        if (context.Code.Search(script) is not { } search) return null;
        var properties = cluster.Entry is { } entry ? PropertiesOf(entry.Example) : [];
        var best = FindAll(search, cluster, script)
            .Select(statement => (Statement: statement, Score: Score(search, cluster, statement, properties)))
            .Where(scored => scored.Score > 0)
            .OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Statement.At)
            .FirstOrDefault().Statement;
        if (best is null) return null;

        // At the top level a library's object is set up, once; what accumulates in it comes by calls from functions.
        if (search.Outline.FindFunctionAt(best.At) is null && FindCall(cluster.Name, script) is { } call) return call;
        return context.Code.LocationOf(script, search, best.At);
    }

    private CodeLocation? FindCall(HolderName name, string script) =>
        name.Library is null or "node" ? null : context.Libraries.FindCall(name, script);

    private List<GrowthStatement> FindAll(SourceSearch search, LeakCluster cluster, string script)
    {
        var name = cluster.Name;
        var isVariable = name.Kind == HolderKind.Variable;
        var root = isVariable ? name.Root! : ProgramCode.PropertyOf(name); // asked for names only
        var members = name.Members.Skip(name.Kind == HolderKind.Export ? 1 : 0).TakeWhile(member => member != "[]").ToList();
        var scope = isVariable ? search.FindScope(root, name.Functions) : null;
        var statements = Find(members).ToList();
        if (name.Kind == HolderKind.Global) statements.AddRange(search.FindGrowth(name.Root!, false, members));
        if (name.Name == HolderName.GlobalObject) statements.AddRange(search.FindGrowth("global", false, []));
        if (statements.Count == 0 && FindOwnName(cluster, script) is { } own) statements.AddRange(FindByItself(search, own));
        if (statements.Count == 0 && isVariable && members.Count > 0)
        {
            statements.AddRange(FindInside(search, scope?.Declaration ?? search.FindDeclaration(root), members));
        }

        for (var shown = members.Count - 1; shown >= 0 && statements.Count == 0; shown--)
        {
            statements.AddRange(Find(members.Take(shown).ToList()).Where(statement => MayGrowBelow(cluster, statement)));
        }

        return statements;

        IEnumerable<GrowthStatement> Find(IReadOnlyList<string> below) => search.FindGrowth(root, !isVariable, below)
            .Where(statement => scope is null || search.IsSeen(scope, root, statement.At));
    }

    /// <summary>
    /// What the methods of an object do to it that is made where its variable is declared, <c>t = new class { … }</c> or <c>t = { … }</c>:
    /// there it is <c>this</c>.
    /// </summary>
    private static IEnumerable<GrowthStatement> FindInside(SourceSearch search, int? declaration, IReadOnlyList<string> members)
    {
        if (declaration is not { } declared) return [];
        var end = search.Outline.EndOfExpression(declared + 1);
        return search.FindGrowth(members[0], true, [.. members.Skip(1)])
            .Where(statement => statement.At > declared && statement.At <= end && search.Tokens.IsName(statement.At - 2, "this"));
    }

    /// <summary>What a function does to itself, by its own name or as <c>this</c> in the static methods of a class.</summary>
    private static IEnumerable<GrowthStatement> FindByItself(SourceSearch search, string name)
    {
        var own = search.FindGrowth("this", false, [])
            .Where(statement => statement.Form == GrowthForm.KeyedAssignment && search.Outline.FindClassAt(statement.At)?.Name == name);
        return search.FindGrowth(name, false, []).Concat(own);
    }

    /// <summary>What a function that is the holder calls itself, in the script that defines it; null for any other holder.</summary>
    private string? FindOwnName(LeakCluster cluster, string script)
    {
        var (snapshot, holder) = (context.Snapshot, cluster.Holder.Node);
        if (snapshot.Graph.TypeOf(holder) != NodeType.Closure || snapshot.PositionOf(holder)?.Path != script) return null;
        return snapshot.Graph.NameOf(holder) is { Length: > 0 } name ? name : null;
    }

    /// <summary>
    /// A list's head is set where it grows, a copied container is assigned with what holds it, and a library grows by a
    /// call to its object.
    /// </summary>
    private static bool MayGrowBelow(LeakCluster cluster, GrowthStatement statement) =>
        cluster.Kind == ContainerKind.LinkedList
        || statement.Form == GrowthForm.Assignment
        || (cluster.Name.Library is not null && statement.Form == GrowthForm.Call);

    /// <summary>How well a statement explains the growth; 0 where it cannot.</summary>
    private static int Score(SourceSearch search, LeakCluster cluster, GrowthStatement statement, HashSet<string> properties)
    {
        var fits = cluster.Name.Library is not null && statement.Form == GrowthForm.Call ? 10 : Fits(search, cluster, statement);
        if (fits == 0) return 0;
        var named = 0;
        for (var i = statement.At; i <= statement.End && named < MaxNamed; i++)
        {
            if (search.Tokens[i].Kind == JsTokenKind.Name && properties.Contains(search.Tokens[i].Text)) named++;
        }

        var inFunction = search.Outline.FindFunctionAt(statement.At) is not null;
        return fits + named + (inFunction ? 8 : 0) + (statement.IsNested == cluster.Holder.IsSpread ? 4 : 0);
    }

    private static int Fits(SourceSearch search, LeakCluster cluster, GrowthStatement statement)
    {
        if (cluster.Name.Listeners?.Event is { } wanted) return FitsEvent(search, statement, wanted);
        if (cluster.Holder.IsSpread && statement.IsNested) return 10;
        return cluster.Kind switch
        {
            ContainerKind.Array => FitsArray(statement),
            ContainerKind.Map or ContainerKind.WeakMap => FitsCall(statement, "set"),
            ContainerKind.Set => FitsCall(statement, "add"),
            ContainerKind.KeyedObject or ContainerKind.IndexedObject => FitsObject(statement),
            ContainerKind.Text => IsPlainAssignment(statement) ? 10 : 0,
            ContainerKind.LinkedList => IsPlainAssignment(statement) ? 10 : 3,
            _ => 5,
        };
    }

    private static int FitsEvent(SourceSearch search, GrowthStatement statement, string wanted)
    {
        if (statement.Form != GrowthForm.Call) return 0;
        if (!ListenerVerbs.Contains(statement.Verb)) return 0;
        var first = statement.FirstArgument < search.Tokens.Count ? search.Tokens[statement.FirstArgument].Text.Trim('"', '\'', '`') : "";
        return first == wanted ? 12 : 2;
    }

    private static int FitsArray(GrowthStatement statement) => statement switch
    {
        { Form: GrowthForm.Call, Verb: "push" or "unshift" or "splice" } or { Form: GrowthForm.KeyedAssignment } => 10,
        { Form: GrowthForm.Assignment } => 4,
        { Form: GrowthForm.Call } => 3,
        _ => 0,
    };

    private static int FitsCall(GrowthStatement statement, string verb)
    {
        if (statement.Form != GrowthForm.Call) return 0;
        return statement.Verb == verb ? 10 : 3;
    }

    private static int FitsObject(GrowthStatement statement) => statement.Form switch
    {
        GrowthForm.KeyedAssignment => 10,
        GrowthForm.MemberAssignment => 4,
        _ => 0,
    };

    private static bool IsPlainAssignment(GrowthStatement statement) =>
        statement.Form is GrowthForm.Assignment or GrowthForm.MemberAssignment;

    private HashSet<string> PropertiesOf(NodeIndex node)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var edge in context.Snapshot.Graph.EdgesOf(node))
        {
            if (edge.Type == EdgeType.Property && names.Count < MaxProperties) names.Add(edge.Name);
        }

        return names;
    }
}
