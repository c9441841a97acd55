namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// Tells code that runs once, when the program starts, from code that may run again. The top level runs once; so does a
/// function that is called where it is written, one that only such code calls by its name, and one that is gone from the
/// heap: nothing can call it any more. A function inside another one is made each time that one runs.
/// </summary>
/// <param name="search">The script.</param>
/// <param name="isAlive">
/// Whether the heap has a function that begins between two tokens of the script; null where that is not known.
/// </param>
internal sealed class SetupCode(SourceSearch search, Func<JsToken, JsToken, bool>? isAlive)
{
    private readonly Dictionary<JsBlock, bool> _known = [];

    /// <summary>True where the token runs at the start only, as far as the text and the heap show it.</summary>
    public bool Contains(int token) => search.Outline.FindFunctionAt(token) is not { } function || RunsOnce(function);

    private bool RunsOnce(JsBlock function)
    {
        if (_known.TryGetValue(function, out var known)) return known;
        _known[function] = false; // functions that call each other
        var head = search.Outline.HeadOf(function);
        var isInSetup = Contains(head - 1);
        var runsOnce = isInSetup && (IsCalledInPlace(function) || IsGone(function, head) || IsCalledBySetup(function, head));
        _known[function] = runsOnce;
        return runsOnce;
    }

    private bool IsGone(JsBlock function, int head)
    {
        // The constructor and the methods of a class live as long as the class. V8 locates a function at its parameters or at async.
        if (search.Outline.FindClassAt(head) is not null) return false;
        var first = search.Tokens.Is(head - 1, "async") ? head - 1 : head;
        return isAlive?.Invoke(search.Tokens[first], search.Tokens[function.First]) == false;
    }

    /// <summary><c>(() => { … })()</c>.</summary>
    private bool IsCalledInPlace(JsBlock function)
    {
        var after = function.Last + 1;
        return search.Tokens.Is(after, "(") || (search.Tokens.Is(after, ")") && search.Tokens.Is(after + 1, "("));
    }

    /// <summary>True where the function has a name that setup code calls, and that is used in no other way.</summary>
    private bool IsCalledBySetup(JsBlock function, int head)
    {
        if (function.Name is not { } name || search.Outline.FindClassAt(head) is not null) return false;
        var calls = 0;
        for (var i = 0; i < search.Tokens.Count; i++)
        {
            if (!search.Tokens.IsName(i, name) || search.Tokens.IsMember(i)) continue;
            if (search.IsDeclared(i))
            {
                if (IsExported(i)) return false;
                continue;
            }

            if (!search.Tokens.Is(i + 1, "(") || !Contains(i)) return false;
            calls++;
        }

        return calls > 0;
    }

    private bool IsExported(int declared)
    {
        var at = declared - 1;
        while (search.Tokens.IsName(at) && search.Tokens[at].Text is "function" or "async" or "const" or "let" or "var" or "default") at--;
        return search.Tokens.Is(at, "export");
    }
}
