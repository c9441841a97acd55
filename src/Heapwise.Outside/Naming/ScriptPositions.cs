using Heapwise.Outside.Layouts;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Naming;

/// <summary>
/// Lines and columns of functions, from the source of their scripts, which V8 keeps as a string. Where each line begins is worked out
/// once a script: linear in its length.
/// </summary>
internal sealed class ScriptPositions(HeapImage image, Functions functions, HeapStrings strings)
{
    private const int MaxSource = 64 << 20;
    private readonly Dictionary<uint, int[]> _lineStarts = [];
    private readonly Dictionary<uint, ScriptPosition?> _byFunction = [];

    /// <summary>Where a function with that shared info begins; null if it is not from a script.</summary>
    public ScriptPosition? Of(uint shared)
    {
        if (_byFunction.TryGetValue(shared, out var known)) return known;
        var position = Read(shared);
        _byFunction.Add(shared, position);
        return position;
    }

    private ScriptPosition? Read(uint shared)
    {
        var script = functions.ScriptOf(shared);
        if (script == 0 || functions.StartOf(shared) is not { } start || start < 0) return null;
        if (!_lineStarts.TryGetValue(script, out var lines)) _lineStarts.Add(script, lines = LineStartsOf(script));
        var line = Array.BinarySearch(lines, start);
        if (line < 0) line = ~line - 1;
        return new ScriptPosition(image.SmallIntegerAt(script, HeapLayout.ScriptId), line, start - lines[line]);
    }

    private int[] LineStartsOf(uint script)
    {
        var source = strings.Read(image.WordAt(script, HeapLayout.ScriptSource), MaxSource);
        List<int> starts = [0];
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] is '\n' or '\u2028' or '\u2029' || (source[i] == '\r' && (i + 1 == source.Length || source[i + 1] != '\n')))
                starts.Add(i + 1);
        }

        return [.. starts];
    }
}

/// <summary>A place in a script. Lines and columns count from 0.</summary>
internal sealed record ScriptPosition(int ScriptId, int Line, int Column);
