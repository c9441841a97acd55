namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// Calls by which a program uses a library, in one script. What grows inside a library has no growing statement of the program's own: the
/// program calls some method, whatever its name, or the function that the library made, or it gives the library to another one. Calls that
/// release something are left out, and those that only read come last.
/// </summary>
internal static class LibraryCalls
{
    private const int ReadingRank = 1;
    private const int ArgumentRank = 2;
    private const int SetupRank = 4;

    private static readonly HashSet<string> Releasing = new(StringComparer.Ordinal)
    {
        "delete", "del", "remove", "clear", "close", "end", "off", "removeListener", "removeAllListeners", "unsubscribe",
        "release", "destroy", "dispose", "stop", "abort", "eject", "reset", "drain", "shutdown",
    };

    private static readonly HashSet<string> Reading = new(StringComparer.Ordinal)
    {
        "get", "has", "peek", "size", "keys", "values", "entries", "forEach", "list", "toString", "toJSON", "bind", "setMaxListeners",
    };

    /// <summary>
    /// The call that most likely puts something in: rather code that runs again than code that runs at the start, rather a call of the
    /// library than one that it is passed to, rather not a method that reads, and the first of the script among equals.
    /// </summary>
    /// <param name="search">The script.</param>
    /// <param name="names">What the script calls the library.</param>
    /// <param name="setup">What of the script runs once.</param>
    /// <param name="verbs">The only methods that count; null: any.</param>
    /// <param name="within">The only function whose calls count; null: all of the script.</param>
    /// <returns>Null if nothing is called.</returns>
    public static LibraryCall? Find(
        SourceSearch search, LibraryNames names, SetupCode setup, IReadOnlySet<string>? verbs = null, FunctionBody? within = null)
    {
        LibraryCall? best = null;
        for (var i = 0; i < search.Tokens.Count; i++)
        {
            if (!names.Has(i) || within?.Has(i) == false || RankOf(search, i, verbs) is not (var at, var rank)) continue;
            var isSetup = setup.Contains(at);
            if (isSetup) rank += SetupRank;
            if (best is null || rank < best.Value.Rank) best = new LibraryCall(at, rank, isSetup);
        }

        return best;
    }

    /// <summary>The call that a token is an argument of, if the call or what it is made on has one of the names; else null.</summary>
    public static int? FindAround(SourceSearch search, LibraryNames names, int token)
    {
        var first = search.Outline.FindFunctionAt(token - 1)?.First ?? 0;
        for (var i = token - 1; i > first; i--)
        {
            if (search.Tokens[i].IsClosing)
            {
                i = Math.Min(i, search.Outline.MatchOf(i)); // what is closed before the token is not around it
                continue;
            }

            if (!search.Tokens[i].Is("(") || !IsCall(search, i)) continue;
            var start = StartOf(search, i - 1);
            if (Enumerable.Range(start, i - start).Any(names.Has)) return start;
        }

        return null;
    }

    /// <summary>The first token of a chain of members and calls that ends here: <c>i18n</c> of <c>i18n.use(backend).init</c>.</summary>
    public static int StartOf(SourceSearch search, int at)
    {
        while (search.Tokens.IsDot(at - 1))
        {
            at -= 2;
            while (at > 0 && search.Tokens[at].IsClosing && search.Outline.MatchOf(at) < at)
            {
                at = search.Outline.MatchOf(at);
                if (search.Tokens.IsName(at - 1)) at--;
            }
        }

        return at;
    }

    private static (int At, int Rank)? RankOf(SourceSearch search, int at, IReadOnlySet<string>? verbs)
    {
        if (FindVerb(search, at) is { } verb)
        {
            if (Releasing.Contains(verb) || verbs?.Contains(verb) == false) return null;
            return (at, Reading.Contains(verb) ? ReadingRank : 0);
        }

        return verbs is null && FindTaker(search, at) is { } taker ? (taker, ArgumentRank) : null;
    }

    /// <summary>The first method called in the chain that begins with a name, or the name itself if it is called; else null.</summary>
    private static string? FindVerb(SourceSearch search, int at)
    {
        while (at + 1 < search.Tokens.Count)
        {
            if (search.Tokens[at + 1].Is("(")) return search.Tokens[at].Text;

            // Compilers write (0, lib.method)(…).
            if (search.Tokens[at + 1].Is(")") && search.Tokens.Is(at + 2, "(") && search.Tokens.Is(search.Outline.MatchOf(at + 1) + 2, ","))
            {
                return search.Tokens[at].Text;
            }

            if (!search.Tokens.IsDot(at + 1) || !search.Tokens.IsName(at + 2)) return null;
            at += 2;
        }

        return null;
    }

    /// <summary>
    /// The call that a name is passed to, itself or in a list or literal: <c>app.use(LIBRARY)</c>; null where it is not passed.
    /// </summary>
    private static int? FindTaker(SourceSearch search, int at)
    {
        var isValue = !search.Tokens.IsMember(at) && !search.Tokens.IsDot(at + 1) && !search.Tokens.Is(at + 1, "=");
        if (!isValue || search.IsDeclared(at)) return null;
        var function = search.Outline.FindFunctionAt(at);
        for (var i = at - 1; i > (function?.First ?? 0); i--)
        {
            if (search.Tokens[i].IsClosing) i = Math.Min(i, search.Outline.MatchOf(i));
            else if (search.Tokens[i].Is("(")) return IsCall(search, i) ? StartOf(search, i - 1) : null;
            else if (search.Tokens[i].Is(";")) return null;
        }

        return null;
    }

    private static bool IsCall(SourceSearch search, int open) =>
        search.Tokens.IsName(open - 1)
        && search.Tokens[open - 1].Text is not ("if" or "while" or "for" or "switch" or "return" or "typeof" or "require" or "import");
}

/// <summary>A call of a library.</summary>
/// <param name="At">Its first token.</param>
/// <param name="Rank">How well it explains growth inside the library; lower is better.</param>
/// <param name="IsSetup">True for a call that runs once, when the program starts.</param>
internal readonly record struct LibraryCall(int At, int Rank, bool IsSetup);
