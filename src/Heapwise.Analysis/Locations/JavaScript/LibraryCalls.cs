namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// Calls by which a program uses a library, in one script. What grows inside a library has no growing statement of the program's own: the
/// program calls some method, whatever its name, or the function that the library made. Calls that take something back are left out, and those that only
/// read come last.
/// </summary>
internal static class LibraryCalls
{
    private static readonly HashSet<string> Releasing = new(StringComparer.Ordinal)
    {
        "delete", "del", "remove", "clear", "close", "end", "off", "removeListener", "removeAllListeners", "unsubscribe", "release", "destroy", "dispose", "stop", "abort", "eject", "reset", "drain", "shutdown",
    };

    private static readonly HashSet<string> Reading = new(StringComparer.Ordinal)
    {
        "get", "has", "peek", "size", "keys", "values", "entries", "forEach", "list", "toString", "toJSON", "bind", "setMaxListeners",
    };

    /// <summary>The call that most likely puts something in: inside a function rather than at the top level, of no method that reads, the first of the text.</summary>
    /// <param name="search">The script.</param>
    /// <param name="names">Variables, or properties with <paramref name="isMember"/>, that hold something of the library's.</param>
    /// <param name="isMember">True for properties of anything.</param>
    /// <returns>The position of the name's token; null where nothing is called.</returns>
    public static int? Find(SourceSearch search, IReadOnlySet<string> names, bool isMember = false)
    {
        int? best = null;
        var bestRank = int.MaxValue;
        for (var i = 0; i < search.Tokens.Count; i++)
        {
            var token = search.Tokens[i];
            if (token.Kind != JsTokenKind.Name || !names.Contains(token.Text) || IsDot(search, i - 1) != isMember || VerbOf(search, i) is not { } verb || Releasing.Contains(verb)) continue;
            var rank = (search.Outline.FindFunctionAt(i) is null ? 2 : 0) + (Reading.Contains(verb) ? 1 : 0);
            if (rank >= bestRank) continue;
            (best, bestRank) = (i, rank);
        }

        return best;
    }

    /// <summary>The same for all names under which the script has loaded a library.</summary>
    public static int? FindUseOfModule(SourceSearch search, string library)
    {
        var names = NamesOf(search, library);
        return names.Count == 0 ? null : Find(search, names);
    }

    /// <summary><c>const NAME = require('library')</c>, <c>import NAME from 'library'</c>, and the names in braces of both.</summary>
    private static HashSet<string> NamesOf(SourceSearch search, string library)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 2; i < search.Tokens.Count; i++)
        {
            if (search.Tokens[i].Kind != JsTokenKind.String) continue;
            var module = search.Tokens[i].Text.Trim('"', '\'');
            if (module != library && !module.StartsWith(library + "/", StringComparison.Ordinal)) continue;
            var isRequire = search.Tokens[i - 1].Is("(") && search.Tokens[i - 2].Is("require");
            if (!isRequire && !search.Tokens[i - 1].Is("from")) continue;
            for (var at = isRequire ? i - 3 : i - 2; at >= 0 && !(search.Tokens[at].Text is "const" or "let" or "var" or "import" or ";" or ")"); at--)
            {
                if (search.Tokens[at].Kind == JsTokenKind.Name && search.Tokens[at].Text is not ("as" or "from" or "type")) names.Add(search.Tokens[at].Text);
            }
        }

        return names;
    }

    /// <summary>The method called first in the chain that begins with a name, or the name itself where that is called; null where nothing is.</summary>
    private static string? VerbOf(SourceSearch search, int at)
    {
        while (at + 1 < search.Tokens.Count)
        {
            if (search.Tokens[at + 1].Is("(")) return search.Tokens[at].Text;
            if (!IsDot(search, at + 1) || at + 2 >= search.Tokens.Count || search.Tokens[at + 2].Kind != JsTokenKind.Name) return null;
            at += 2;
        }

        return null;
    }

    private static bool IsDot(SourceSearch search, int at) => at >= 0 && at < search.Tokens.Count && (search.Tokens[at].Is(".") || search.Tokens[at].Is("?."));
}
