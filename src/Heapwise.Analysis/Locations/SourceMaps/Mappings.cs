namespace Heapwise.Analysis.Locations.SourceMaps;

/// <summary>
/// The <c>mappings</c> of a source map as columns. Lines are separated by semicolons and mappings by commas. A mapping is 1, 4 or 5
/// numbers: the generated column, the original's file, line and column, and a name, each as the difference to the one before. The
/// generated column starts again in each line. Time: one pass to count and one to decode. Memory: 20 bytes a mapping and 4 a line.
/// </summary>
internal sealed class Mappings
{
    private readonly int[] _lineStarts; // one more than there are lines
    private readonly int[] _generatedColumns;
    private readonly int[] _sources;
    private readonly int[] _lines;
    private readonly int[] _columns;
    private readonly int[] _names;

    private Mappings(int lines, int mappings)
    {
        _lineStarts = new int[lines + 1];
        _generatedColumns = new int[mappings];
        _sources = new int[mappings];
        _lines = new int[mappings];
        _columns = new int[mappings];
        _names = new int[mappings];
    }

    /// <exception cref="FormatException">A character that is no digit, a number beyond 32 bits, or a mapping of another length.</exception>
    public static Mappings Decode(string text)
    {
        var (lines, maxCount) = (1, 1);
        foreach (var c in text)
        {
            if (c == ';') lines++;
            if (c is ';' or ',') maxCount++;
        }

        var mappings = new Mappings(lines, maxCount);
        mappings.Fill(text);
        return mappings;
    }

    /// <summary>The last mapping at or before a column of a line; null if there is none, or if it has no original.</summary>
    public Mapping? Find(int line, int column)
    {
        if (line < 0 || line >= _lineStarts.Length - 1) return null;
        var (first, end) = (_lineStarts[line], _lineStarts[line + 1]);
        while (first < end)
        {
            var middle = first + ((end - first) / 2);
            if (_generatedColumns[middle] <= column) first = middle + 1;
            else end = middle;
        }

        var at = first - 1;
        return at >= _lineStarts[line] && _sources[at] >= 0
            ? new Mapping(_sources[at], _lines[at], _columns[at], _names[at], _generatedColumns[at])
            : null;
    }

    private void Fill(string text)
    {
        Span<int> fields = stackalloc int[MappingText.MaxFields];
        var (at, count, line) = (0, 0, 0);
        int generated = 0, source = 0, original = 0, column = 0, name = 0;
        while (at < text.Length)
        {
            if (text[at] == ';')
            {
                Sort(_lineStarts[line], count);
                _lineStarts[++line] = count;
                generated = 0;
                at++;
                continue;
            }

            if (text[at] == ',')
            {
                at++;
                continue;
            }

            var length = MappingText.Read(text, ref at, fields);
            generated = MappingText.Add(generated, fields[0]);
            if (length > 1)
            {
                source = MappingText.Add(source, fields[1]);
                original = MappingText.Add(original, fields[2]);
                column = MappingText.Add(column, fields[3]);
            }

            if (length > 4) name = MappingText.Add(name, fields[4]);
            _generatedColumns[count] = generated;
            (_sources[count], _lines[count], _columns[count]) = (length > 1 ? source : -1, original, column);
            _names[count] = length > 4 ? name : -1;
            count++;
        }

        Sort(_lineStarts[line], count);
        _lineStarts[^1] = count;
    }

    /// <summary>Compilers write a line's mappings in order. If one did not, they are sorted, equal columns as they were.</summary>
    private void Sort(int first, int end)
    {
        var isSorted = true;
        for (var i = first + 1; i < end && isSorted; i++) isSorted = _generatedColumns[i - 1] <= _generatedColumns[i];
        if (isSorted) return;
        var order = Enumerable.Range(first, end - first).OrderBy(at => _generatedColumns[at]).ToArray();
        foreach (var column in (int[][])[_generatedColumns, _sources, _lines, _columns, _names])
        {
            var sorted = Array.ConvertAll(order, at => column[at]);
            sorted.CopyTo(column, first);
        }
    }
}
