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

    /// <summary>Node's own, whose functions put nothing into them: <c>Buffer.concat</c>.</summary>
    private static readonly HashSet<string> Globals = new(StringComparer.Ordinal)
    {
        "Array", "Atomics", "Buffer", "JSON", "Math", "Number", "Object", "Promise", "Reflect", "String",
    };

    /// <summary>Calls within calls that V8 may have inlined.</summary>
    private const int MaxInlined = 2;

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
    public int? FindCall(string name) => FindCall(name, isForeign: false);

    /// <summary>
    /// The same of a function that the program did not write. In an optimized function, V8 shows what it has inlined as a part of it: where
    /// the call is not in the text of this one, it is in a function that this one calls by its name.
    /// </summary>
    public int? FindForeignCall(string name, int depth = MaxInlined) => FindCall(name, isForeign: true)
        ?? FindCalled(depth).Select(called => called.Body.FindForeignCall(name, depth - 1)).FirstOrDefault(at => at is not null);

    /// <summary>
    /// The statement that puts something into what outlives a call: what the function does not declare itself. One directly in the function
    /// comes before one in a function inside it, the plainest way to put something in before others. Null where there is none.
    /// </summary>
    public int? FindGrowth()
    {
        if (_block is null) return null;
        return FindGrowthStatement() is { } statement
            ? FindInMethod(statement) ?? statement.At
            : FindCall("setInterval") ?? FindCall("setTimeout");
    }

    /// <summary>
    /// The same in a function of the script that this one calls by its name, or in one that such a function calls. Who gives it a function
    /// to be called later is named instead: <c>settings.watch(() => …)</c>.
    /// </summary>
    public int? FindGrowthInCalled(int depth = MaxInlined)
    {
        var called = FindCalled(depth).ToList();
        return called.Select(FindGrowthOf).FirstOrDefault(at => at is not null)
            ?? called.Select(function => function.Body.FindGrowthInCalled(depth - 1)).FirstOrDefault(at => at is not null);
    }

    /// <summary>The call by which this function gives another one of the script a function that the other puts away; null: none.</summary>
    /// <param name="name">The other one.</param>
    public int? FindRegistration(string name) => FindCalled(depth: 1)
        .Where(called => _search.Tokens[called.At].Text == name && IsRegistration(called))
        .Select(called => (int?)LibraryCalls.StartOf(_search, called.At))
        .FirstOrDefault();

    private int? FindCall(string name, bool isForeign)
    {
        var (first, last) = _block is null ? (0, _search.Tokens.Count - 1) : (_block.First, _block.Last);
        for (var i = first; i < last; i++)
        {
            if (!_search.IsCall(i, name) || !Has(i)) continue;
            if (!isForeign || _search.Tokens.IsMember(i) || _search.FindFunction(name) is null) return LibraryCalls.StartOf(_search, i);
        }

        return null;
    }

    private GrowthStatement? FindGrowthStatement()
    {
        if (_block is not { } block) return null;
        var own = FindOwnNames(block);
        var roots = Enumerable.Range(block.First, block.Length)
            .Where(i => _search.Tokens.IsName(i) && !_search.Tokens.IsMember(i) && !_search.Tokens.Is(i + 1, "("))
            .Select(i => _search.Tokens[i].Text)
            .Where(name => !own.Contains(name) && !Operators.Contains(name) && !Globals.Contains(name))
            .Distinct(StringComparer.Ordinal);
        return roots
            .SelectMany(root => _search.FindGrowth(root, isMember: false, []))
            .Where(statement => block.Contains(statement.At) && RankOf(statement) > 0)
            .OrderByDescending(statement => Has(statement.At)).ThenByDescending(RankOf).ThenBy(statement => statement.At)
            .FirstOrDefault();
    }

    private int? FindGrowthOf(Called called) => called.Body.FindGrowth() is not { } statement ? null
        : IsRegistration(called) ? LibraryCalls.StartOf(_search, called.At)
        : statement;

    /// <summary>
    /// Of <c>orders.add(order)</c>, where <c>orders = new OrderBook()</c> is a class of the script, what its method does with it.
    /// </summary>
    private int? FindInMethod(GrowthStatement statement)
    {
        var isDirect = statement.Form == GrowthForm.Call && _search.Tokens.IsDot(statement.At + 1)
            && _search.Tokens.IsName(statement.At + 2, statement.Verb);
        if (!isDirect || _search.FindClassOf(statement.Token.Text) is not { } owner) return null;
        var methods = _search.Outline.Blocks.Where(block =>
            !block.IsClass && block.Name == statement.Verb && _search.Outline.FindClassAt(block.First) == owner).ToList();
        if (methods is not [var method] || method == _block) return null;
        var called = new Called(statement.At + 2, new FunctionBody(_search, method));
        return IsRegistration(called) ? null : called.Body.FindGrowthStatement()?.At;
    }

    /// <summary>Whether a called function puts away what it is given, and is given a function.</summary>
    private bool IsRegistration(Called called) =>
        _search.IsGivenFunction(called.At)
        && called.Body.FindGrowthStatement() is { } statement
        && Registration.FindTaker(_search, statement) is not null;

    /// <summary>The functions of the script that are called by their names here, where no other has that name.</summary>
    private IEnumerable<Called> FindCalled(int depth)
    {
        if (_block is not { } block || depth == 0) return [];
        return
            from i in Enumerable.Range(block.First, block.Length)
            where _search.Tokens.IsName(i) && _search.IsCall(i, _search.Tokens[i].Text)
            let function = _search.FindFunction(_search.Tokens[i].Text)
            where function is not null && function != block
            select new Called(i, new FunctionBody(_search, function));
    }

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

    /// <summary>A function of the script that is called.</summary>
    /// <param name="At">Its name in the call.</param>
    /// <param name="Body">What it does.</param>
    private readonly record struct Called(int At, FunctionBody Body);
}
