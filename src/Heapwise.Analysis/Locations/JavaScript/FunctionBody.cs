using Heapwise.Heap.Facts.Scripts;

namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>What is directly in a function, without the functions inside it; or at the top level of a script.</summary>
internal sealed class FunctionBody
{
    private static readonly HashSet<string> PlainVerbs = new(StringComparer.Ordinal)
    {
        "push", "unshift", "set", "add", "on", "once", "addListener", "prependListener", "prependOnceListener", "addEventListener",
    };

    /// <summary>What follows them is made or awaited here: no name of something older.</summary>
    private static readonly HashSet<string> Operators = new(StringComparer.Ordinal)
    {
        "new", "await", "yield", "async", "typeof", "function",
    };

    private readonly SourceSearch _search;
    private readonly JsBlock? _block;

    /// <param name="search">The script.</param>
    /// <param name="function">The function as V8 locates it: by its parameters, the top level by the first character.</param>
    public FunctionBody(SourceSearch search, CodePosition function)
    {
        _search = search;
        var isTop = function is { Line: 1, Column: 1 };
        _block = isTop ? null : search.FindBody(search.FindTokenFrom(function.Line, function.Column));
    }

    private FunctionBody(SourceSearch search, JsBlock block) => (_search, _block) = (search, block);

    public bool Has(int token) =>
        (_block is null || _block.Contains(token)) && _search.Outline.FindFunctionAt(token) == _block;

    /// <summary>The first call of a name, or of a method of that name, as written; null where there is none.</summary>
    public int? FindCall(string name)
    {
        var (first, last) = _block is null ? (0, _search.Tokens.Count - 1) : (_block.First, _block.Last);
        for (var i = first; i < last; i++)
        {
            if (_search.IsCall(i, name) && Has(i)) return LibraryCalls.StartOf(_search, i);
        }

        return null;
    }

    /// <summary>
    /// The statement that puts something into what outlives a call: what the function does not declare itself. One directly in the function
    /// comes before one in a function inside it, the plainest way to put something in before others. Null where there is none.
    /// </summary>
    public int? FindGrowth()
    {
        if (_block is not { } block) return null;
        var own = FindOwnNames(block);
        var roots = Enumerable.Range(block.First, block.Length)
            .Where(i => _search.Tokens.IsName(i) && !_search.Tokens.IsMember(i) && !_search.Tokens.Is(i + 1, "("))
            .Select(i => _search.Tokens[i].Text)
            .Where(name => !own.Contains(name) && !Operators.Contains(name))
            .Distinct(StringComparer.Ordinal);
        return roots
            .SelectMany(root => _search.FindGrowth(root, isMember: false, []))
            .Where(statement => block.Contains(statement.At) && RankOf(statement) > 0)
            .OrderByDescending(statement => Has(statement.At)).ThenByDescending(RankOf).ThenBy(statement => statement.At)
            .Select(statement => (int?)statement.At)
            .FirstOrDefault() ?? FindCall("setInterval") ?? FindCall("setTimeout");
    }

    /// <summary>The same in a function of the script that this one calls by its name, or in one that such a function calls.</summary>
    public int? FindGrowthInCalled(int depth = 2)
    {
        if (_block is not { } block || depth == 0) return null;
        var called = Enumerable.Range(block.First, block.Length)
            .Where(i => _search.Tokens.IsName(i) && _search.IsCall(i, _search.Tokens[i].Text))
            .Select(i => FindOnly(_search.Tokens[i].Text))
            .Where(function => function is not null && function != block)
            .Select(function => new FunctionBody(_search, function!))
            .ToList();
        return called.Select(function => function.FindGrowth()).FirstOrDefault(at => at is not null)
            ?? called.Select(function => function.FindGrowthInCalled(depth - 1)).FirstOrDefault(at => at is not null);
    }

    private JsBlock? FindOnly(string name) =>
        _search.Outline.Blocks.Where(block => !block.IsClass && block.Name == name).ToList() is [var only] ? only : null;

    private static int RankOf(GrowthStatement statement) => statement switch
    {
        { Form: GrowthForm.KeyedAssignment } => 2,
        { Form: GrowthForm.Call, Verb: var verb } => PlainVerbs.Contains(verb) ? 2 : 1,
        { Form: GrowthForm.Assignment, IsNested: false } => 1,
        _ => 0,
    };

    /// <summary>Parameters and variables of the function and of those inside it.</summary>
    private HashSet<string> FindOwnNames(JsBlock block)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in _search.Outline.Blocks.Where(inner => !inner.IsClass && block.Contains(inner.First)))
        {
            for (var i = _search.Outline.HeadOf(function); i < function.First; i++)
                if (_search.Tokens.IsName(i)) own.Add(_search.Tokens[i].Text);
        }

        for (var i = block.First; i <= block.Last; i++)
            if (_search.Tokens.IsName(i) && _search.IsDeclared(i)) own.Add(_search.Tokens[i].Text);
        return own;
    }
}
