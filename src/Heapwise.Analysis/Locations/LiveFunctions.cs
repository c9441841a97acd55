using Heapwise.Analysis.Locations.JavaScript;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Locations;

/// <summary>
/// Where the functions of the program's scripts that are in the heap begin. A function that is not there cannot be called
/// any more. Cost: one pass over the nodes.
/// </summary>
internal sealed class LiveFunctions
{
    private readonly Dictionary<string, HashSet<(int Line, int Column)>> _begins = new(StringComparer.Ordinal);

    public LiveFunctions(HeapSnapshot snapshot)
    {
        var seen = new HashSet<SourceLocation>();
        for (var i = 0; i < snapshot.Graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            if (snapshot.Graph.TypeOf(node) != NodeType.Closure) continue;
            if (snapshot.Graph.LocationOf(node) is not { } location || !seen.Add(location)) continue;
            if (snapshot.PositionOf(node) is not { } position || CodeOrigin.OwnerOf(position.Path) != CodeOwner.Application) continue;
            if (!_begins.TryGetValue(position.Path, out var begins)) _begins[position.Path] = begins = [];
            begins.Add((position.Line, position.Column));
        }
    }

    /// <summary>
    /// Whether a function begins between two tokens of a script; null where no function of the heap is where the text has one,
    /// so that it is another version of the script.
    /// </summary>
    public Func<JsToken, JsToken, bool>? In(string script, SourceSearch search)
    {
        if (!_begins.TryGetValue(script, out var begins)) return null;
        var isText = begins.Any(at => search.Outline.Blocks.Any(block => IsHead(search, block, at)));
        return isText ? (first, last) => begins.Any(at => IsBetween(at, first, last)) : null;
    }

    private static bool IsHead(SourceSearch search, JsBlock block, (int Line, int Column) at) =>
        !block.IsClass && block.First > 0
        && IsBetween(at, search.Tokens[search.Outline.HeadOf(block)], search.Tokens[block.First]);

    private static bool IsBetween((int Line, int Column) at, JsToken first, JsToken last) =>
        at.CompareTo((first.Line, first.Column)) >= 0 && at.CompareTo((last.Line, last.Column)) < 0;
}
