using System.Globalization;

namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// Finds code that keeps a named thing within a bound. Either its size is compared with something, and what is put in or removed depends on
/// that; or a loop over it, in a function that looks at the clock, removes from it. A removal alone is no bound: it may never run.
/// </summary>
internal sealed class BoundSearch(IReadOnlyList<JsToken> tokens, JsOutline outline, NameReferences references)
{
    /// <summary>A comparison with less asks whether there is anything at all.</summary>
    private const double MinLimit = 2;

    private static readonly HashSet<string> Removals = new(StringComparer.Ordinal) { "delete", "shift", "pop", "splice", "clear" };

    private static readonly HashSet<string> Additions = new(StringComparer.Ordinal) { "set", "add", "push", "unshift" };

    public IEnumerable<CodeBound> Find(string root, bool isMember, IReadOnlyList<string> members)
    {
        var uses = references.FindAll(root, isMember, members).ToList();
        foreach (var use in uses)
        {
            if (outline.FindFunctionAt(use.First) is not { } function) continue;
            var others = uses.Where(other => function.Contains(other.First)).ToList();
            if (FindCheck(use) is { } check && (check.IsAbove ? Evicts(use, others, uses) : others.Exists(IsAddition)))
            {
                var value = ValueOf(check.Limit);
                var isSure = check.IsAbove || value is not null;
                if (isSure && value is null or >= MinLimit) yield return new CodeBound(use.First, value, IsByAge: false);
            }

            if (IsLoop(use) && others.Exists(IsRemoval) && LooksAtClock(function))
                yield return new CodeBound(use.First, null, IsByAge: true);
        }
    }

    /// <summary>The first token that removes something inside a function; null where nothing does. It may never run.</summary>
    public int? FindRemoval(string root, bool isMember, IReadOnlyList<string> members)
    {
        foreach (var use in references.FindAll(root, isMember, members))
        {
            if (IsRemoval(use) && outline.FindFunctionAt(use.First) is not null) return use.First;
        }

        return null;
    }

    /// <summary>What the size is compared with, and whether it is asked to be above that; null where it is not compared.</summary>
    private (int Limit, bool IsAbove)? FindCheck(NameReference use)
    {
        if (IsInLoopHead(use.First)) return null;

        // Object.keys(users).length as well as users.size
        var isWrapped = tokens.Is(use.End, ")") && tokens.Is(use.First - 1, "(");
        var size = isWrapped ? use.End + 1 : use.End;
        if (!tokens.IsDot(size) || !(tokens.IsName(size + 1, "size") || tokens.IsName(size + 1, "length"))) return null;
        if (IsComparison(size + 2)) return (size + 3, tokens[size + 2].Text[0] == '>');
        var before = use.First - 1;
        if (!IsComparison(before)) return null;
        var first = before - 1;
        while (first >= 2 && tokens.IsDot(first - 1)) first -= 2;
        return (first, tokens[before].Text[0] == '<');
    }

    /// <summary>Where the size is above the limit, something is removed, here or in a function called, or nothing is put in.</summary>
    private bool Evicts(NameReference check, List<NameReference> inFunction, List<NameReference> all)
    {
        var (first, last) = GuardedBy(check.First);
        for (var i = first; i <= last; i++)
        {
            if (tokens[i].IsName("return") || tokens[i].IsName("throw")) return inFunction.Exists(IsAddition);
            var isCall = tokens.IsName(i) && tokens.Is(i + 1, "(");
            if (isCall && all.Exists(use => IsRemoval(use) && IsInFunction(use, tokens[i].Text))) return true;
        }

        return inFunction.Exists(use => use.First >= first && use.First <= last && IsRemoval(use));
    }

    private bool IsInFunction(NameReference use, string name) => outline.FindFunctionAt(use.First)?.Name == name;

    /// <summary>The statement or block that runs where a condition holds; the rest of the statement where there is no <c>if</c>.</summary>
    private (int First, int Last) GuardedBy(int condition)
    {
        var first = condition;
        var depth = 0;
        for (var i = condition - 1; i > 0 && !tokens[i].Is("{") && !tokens[i].Is("}") && !tokens[i].Is(";"); i--)
        {
            if (tokens[i].Is(")")) depth++;
            else if (tokens[i].Is("(") && depth-- == 0 && tokens[i - 1].Text is "if" or "while")
            {
                first = outline.MatchOf(i) + 1;
                break;
            }
        }

        if (tokens.Is(first, "{")) return (first, outline.MatchOf(first));
        var last = first;
        while (last + 1 < tokens.Count && !tokens[last].Is(";") && !tokens[last + 1].Is("}")) last++;
        return (first, last);
    }

    private bool IsComparison(int at) => tokens.Is(at, ">") || tokens.Is(at, ">=") || tokens.Is(at, "<") || tokens.Is(at, "<=");

    private bool IsInLoopHead(int at)
    {
        var depth = 0;
        for (var i = at - 1; i > 0 && !tokens[i].Is("{") && !tokens[i].Is("}"); i--)
        {
            if (tokens[i].Is(")")) depth++;
            else if (tokens[i].Is("(") && depth-- == 0) return tokens[i - 1].IsName("for") || tokens[i - 1].IsName("await");
        }

        return false;
    }

    private bool IsRemoval(NameReference use)
    {
        if (tokens.IsDot(use.End) && tokens.Is(use.End + 2, "(")) return Removals.Contains(tokens[use.End + 1].Text);
        if (tokens.Is(use.First - 1, "delete")) return true;
        if (tokens.IsDot(use.End) && tokens.IsName(use.End + 1, "length")) return tokens.Is(use.End + 2, "=");

        // users = users.slice(-100)
        return tokens.Is(use.End, "=") && Enumerable.Range(use.End, 8).Any(at => tokens.IsName(at, "slice") || tokens.IsName(at, "filter"));
    }

    private bool IsAddition(NameReference use) =>
        (tokens.IsDot(use.End) && tokens.Is(use.End + 2, "(") && Additions.Contains(tokens[use.End + 1].Text))
        || (tokens.Is(use.End, "[") && tokens.Is(outline.MatchOf(use.End) + 1, "="));

    /// <summary><c>for (… of users)</c>, <c>users.forEach(</c>, <c>Object.entries(users)</c>.</summary>
    private bool IsLoop(NameReference use) =>
        IsInLoopHead(use.First) || (tokens.IsDot(use.End) && tokens.IsName(use.End + 1, "forEach"));

    private bool LooksAtClock(JsBlock function)
    {
        for (var i = function.First; i < function.Last; i++)
        {
            var isClock = tokens[i].IsName("Date") || tokens[i].IsName("performance");
            if (isClock && tokens.IsDot(i + 1) && tokens.IsName(i + 2, "now")) return true;
            if (tokens[i].IsName("hrtime") || (tokens[i].IsName("Date") && tokens.Is(i - 1, "new"))) return true;
        }

        return false;
    }

    /// <summary>The number that begins at a token, or that the text gives the name there; null where it gives none.</summary>
    private double? ValueOf(int at)
    {
        while (tokens.IsDot(at + 1)) at += 2;
        if (NumberAt(at) is { } number) return number;
        if (!tokens.IsName(at)) return null;
        var name = tokens[at].Text;
        double? value = null;
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            if (!tokens[i].IsName(name) || !(tokens.Is(i + 1, "=") || tokens.Is(i + 1, ":"))) continue;
            if (NumberAt(i + 2) is { } given) value = Math.Max(value ?? 0, given);
        }

        return value;
    }

    /// <summary>A number, or a product of numbers: <c>10 * 1000</c>.</summary>
    private double? NumberAt(int at)
    {
        if (Parse(at) is not { } product) return null;
        for (var next = at + 1; tokens.Is(next, "*") && Parse(next + 1) is { } factor; next += 2) product *= factor;
        return product;
    }

    private double? Parse(int at) =>
        at >= 0 && at < tokens.Count && tokens[at].Kind == JsTokenKind.Number
        && double.TryParse(
            tokens[at].Text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
