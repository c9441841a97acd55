namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// Calls by which a program uses a library, in one script. What grows inside a library has no growing statement of the program's own: the
/// program calls some method, whatever its name, or the function that the library made. Calls that release something are left out, and
/// those that only read come last.
/// </summary>
internal static class LibraryCalls
{
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
    /// The call that most likely puts something in: rather inside a function than at the top level, rather not a method that reads, and
    /// the first of the script among equals.
    /// </summary>
    /// <param name="search">The script.</param>
    /// <param name="names">Variables that hold something of the library's, or properties with <paramref name="isMember"/>.</param>
    /// <param name="isMember">True for properties of anything.</param>
    /// <returns>The position of the name's token; null if nothing is called.</returns>
    public static int? Find(SourceSearch search, IReadOnlySet<string> names, bool isMember = false)
    {
        int? best = null;
        var bestRank = int.MaxValue;
        for (var i = 0; i < search.Tokens.Count; i++)
        {
            if (!search.Tokens.IsName(i) || !names.Contains(search.Tokens[i].Text) || search.Tokens.IsMember(i) != isMember) continue;
            if (FindVerb(search, i) is not { } verb || Releasing.Contains(verb)) continue;
            var rank = (search.Outline.FindFunctionAt(i) is null ? 2 : 0) + (Reading.Contains(verb) ? 1 : 0);
            if (rank >= bestRank) continue;
            (best, bestRank) = (i, rank);
        }

        return best;
    }

    /// <summary>The same for all names under which the script loaded a library.</summary>
    public static int? FindUseOfModule(SourceSearch search, string library)
    {
        var names = FindNames(search, library);
        return names.Count == 0 ? null : Find(search, names);
    }

    /// <summary><c>const NAME = require('library')</c>, <c>import NAME from 'library'</c>, and the names in braces of both.</summary>
    private static HashSet<string> FindNames(SourceSearch search, string library)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 2; i < search.Tokens.Count; i++)
        {
            if (search.Tokens[i].Kind != JsTokenKind.String) continue;
            var module = search.Tokens[i].Text.Trim('"', '\'');
            if (module != library && !module.StartsWith(library + "/", StringComparison.Ordinal)) continue;
            var isRequire = search.Tokens[i - 1].Is("(") && search.Tokens[i - 2].Is("require");
            if (!isRequire && !search.Tokens[i - 1].Is("from")) continue;
            for (var at = isRequire ? i - 3 : i - 2; at >= 0 && !IsBeforeNames(search.Tokens[at]); at--)
            {
                if (search.Tokens.IsName(at) && search.Tokens[at].Text is not ("as" or "from" or "type")) names.Add(search.Tokens[at].Text);
            }
        }

        return names;
    }

    private static bool IsBeforeNames(JsToken token) => token.Text is "const" or "let" or "var" or "import" or ";" or ")";

    /// <summary>The first method called in the chain that begins with a name, or the name itself if it is called; else null.</summary>
    private static string? FindVerb(SourceSearch search, int at)
    {
        while (at + 1 < search.Tokens.Count)
        {
            if (search.Tokens[at + 1].Is("(")) return search.Tokens[at].Text;
            if (!search.Tokens.IsDot(at + 1) || !search.Tokens.IsName(at + 2)) return null;
            at += 2;
        }

        return null;
    }
}
