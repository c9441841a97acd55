namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>Finds statements that make a named thing grow. Follows names as written, and local variables that are set from them.</summary>
internal sealed class GrowthSearch(IReadOnlyList<JsToken> tokens, JsOutline outline, NameReferences references)
{
    private static readonly HashSet<string> GrowthVerbs = new(StringComparer.Ordinal)
    {
        "push", "unshift", "splice", "set", "add", "append", "prepend", "insert", "enqueue", "concat", "put", "register",
        "on", "once", "addListener", "prependListener", "prependOnceListener", "addEventListener", "subscribe",
    };

    public IEnumerable<GrowthStatement> Find(string root, bool isMember, IReadOnlyList<string> members) =>
        Find(root, isMember, members, first: 0, tokens.Count);

    private IEnumerable<GrowthStatement> Find(string root, bool isMember, IReadOnlyList<string> members, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            if (!references.IsReference(i, root, isMember) || references.FindEnd(i, members) is not { } at) continue;
            if (Follow(i, at) is { } statement) yield return statement;
            if (first > 0 || FindAlias(i) is not { } alias || (alias == root && !isMember)) continue;
            var isEntry = IsEntry(at);
            var scope = outline.FindFunctionAt(i);
            foreach (var through in Find(alias, false, [], i + 1, scope is null ? tokens.Count : scope.Last + 1))
            {
                if (through.Form is not GrowthForm.Assignment) yield return through with { IsNested = through.IsNested || isEntry };
            }
        }
    }

    /// <summary>Whether an entry is read from what ends here: <c>[key]</c>, <c>.get(key)</c>.</summary>
    private bool IsEntry(int at) => tokens.Is(at, "[") || (tokens.IsDot(at) && tokens.Is(at + 2, "("));

    /// <summary>The variable that is set with what begins here: <c>let log = users.get(id)</c>, <c>const queue = this.queue</c>.</summary>
    private string? FindAlias(int at)
    {
        while (at >= 2 && tokens.IsDot(at - 1)) at -= 2;
        return tokens.Is(at - 1, "=") && tokens.IsName(at - 2) && !tokens.IsMember(at - 2) ? tokens[at - 2].Text : null;
    }

    /// <summary>Follows a chain of members, entries and calls to what makes it grow; null if nothing does.</summary>
    /// <param name="first">The reference.</param>
    /// <param name="at">Where the chain continues.</param>
    private GrowthStatement? Follow(int first, int at)
    {
        for (var isNested = false; at < tokens.Count; isNested = true)
        {
            if (tokens[at].Is("!")) at++;
            if (tokens.IsAssignment(at)) return isNested ? null : Assigned(first, GrowthForm.Assignment, "", at + 1, isNested: false);
            if (tokens.Is(at, "[") || (tokens.IsDot(at) && tokens.Is(at + 1, "[")))
            {
                at = outline.MatchOf(tokens[at].Is("[") ? at : at + 1) + 1;
                if (tokens.IsAssignment(at)) return Assigned(first, GrowthForm.KeyedAssignment, "", at + 1, isNested);
                continue;
            }

            if (!tokens.IsDot(at) || !tokens.IsName(at + 1)) return null;
            var verb = tokens[at + 1].Text;
            at += 2;
            if (tokens.IsAssignment(at)) return Assigned(first, GrowthForm.MemberAssignment, verb, at + 1, isNested);
            if (!tokens.Is(at, "(")) continue;
            var close = outline.MatchOf(at);
            if (IsGrowthVerb(verb)) return new GrowthStatement(tokens[first], GrowthForm.Call, verb, isNested, at + 1, first, close);
            at = close + 1;
        }

        return null;
    }

    private GrowthStatement Assigned(int first, GrowthForm form, string verb, int value, bool isNested)
    {
        var end = value;
        while (end + 1 < tokens.Count && !tokens[end].Is(";") && tokens[end + 1].Line == tokens[value].Line) end++;
        if (tokens.Is(value, "{")) end = Math.Max(end, outline.MatchOf(value));
        return new GrowthStatement(tokens[first], form, verb, isNested, -1, first, Math.Min(end, tokens.Count - 1));
    }

    /// <summary>A verb of growth, or a name that begins with one: <c>addResource</c>, <c>registerHelper</c>.</summary>
    private static bool IsGrowthVerb(string verb)
    {
        if (GrowthVerbs.Contains(verb)) return true;
        var end = 0;
        while (end < verb.Length && char.IsAsciiLetterLower(verb[end])) end++;
        if (end == verb.Length || !char.IsAsciiLetterUpper(verb[end])) return false;
        return verb[..end] is "add" or "append" or "insert" or "push" or "register" or "subscribe";
    }
}
