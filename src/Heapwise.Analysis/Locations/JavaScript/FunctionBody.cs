using Heapwise.Heap.Facts.Scripts;

namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>What is directly in a function, without the functions inside it; or at the top level of a script.</summary>
internal sealed class FunctionBody
{
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
}
