namespace Heapwise.Analysis.Locations.SourceMaps;

/// <summary>One mapping's original: all numbers from 0; <see cref="Source"/> and <see cref="Name"/> are -1 where there is none.</summary>
internal readonly record struct Mapping(int Source, int Line, int Column, int Name);

/// <summary>
/// The <c>mappings</c> of a source map as columns. In the text lines are parted by semicolons and mappings by commas. A mapping is 1, 4 or 5 numbers:
/// the generated column, the original's file, line and column, and a name, each as the difference to the one before, the generated column beginning anew in
/// each line. A number is written in digits of 5 bits as base64, the lowest first, the sixth bit says that another follows, and the lowest bit of the
/// whole is the sign. Time: one pass to count and one to decode. Memory: 20 bytes a mapping and 4 a line.
/// </summary>
internal sealed class Mappings
{
    private const int MostFields = 5;

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

    /// <summary>Decodes them.</summary>
    /// <exception cref="FormatException">A character that is no digit, a number beyond 32 bits, or a mapping of another length.</exception>
    public static Mappings Decode(string text)
    {
        var (lines, most) = (1, 1);
        foreach (var c in text)
        {
            if (c == ';') lines++;
            if (c is ';' or ',') most++;
        }

        var mappings = new Mappings(lines, most);
        mappings.Fill(text);
        return mappings;
    }

    /// <summary>The last mapping at or before a column of a line; null where there is none, or where it has no original.</summary>
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
        return at >= _lineStarts[line] && _sources[at] >= 0 ? new Mapping(_sources[at], _lines[at], _columns[at], _names[at]) : null;
    }

    private void Fill(string text)
    {
        Span<int> fields = stackalloc int[MostFields];
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

            var length = Read(text, ref at, fields);
            if (length is not (1 or 4 or 5)) throw new FormatException($"a mapping of {length} numbers at character {at} of the source map's mappings");
            generated = Add(generated, fields[0]);
            if (length > 1)
            {
                source = Add(source, fields[1]);
                original = Add(original, fields[2]);
                column = Add(column, fields[3]);
            }

            if (length > 4) name = Add(name, fields[4]);
            _generatedColumns[count] = generated;
            (_sources[count], _lines[count], _columns[count], _names[count]) = (length > 1 ? source : -1, original, column, length > 4 ? name : -1);
            count++;
        }

        Sort(_lineStarts[line], count);
        _lineStarts[^1] = count;
    }

    /// <summary>Reads the numbers of one mapping and returns how many there are.</summary>
    private static int Read(string text, ref int at, Span<int> fields)
    {
        var length = 0;
        while (at < text.Length && text[at] is not (',' or ';'))
        {
            if (length == MostFields) throw new FormatException($"a mapping of more than {MostFields} numbers at character {at} of the source map's mappings");
            fields[length++] = Number(text, ref at);
        }

        return length;
    }

    private static int Number(string text, ref int at)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 5)
        {
            if (shift > 30) throw new FormatException($"a number beyond 32 bits at character {at} of the source map's mappings");
            if (at >= text.Length || DigitOf(text[at]) is not (>= 0 and var digit)) throw new FormatException($"no digit at character {at} of the source map's mappings");
            at++;
            value |= (long)(digit & 31) << shift;
            if (digit < 32) break;
        }

        var number = (value & 1) == 0 ? value >> 1 : -(value >> 1);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw new FormatException($"a number beyond 32 bits before character {at} of the source map's mappings");
    }

    private static int DigitOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };

    /// <summary>No file, line or column is below 0.</summary>
    private static int Add(int before, int difference) =>
        (long)before + difference is >= 0 and <= int.MaxValue - 1 and var sum ? (int)sum : throw new FormatException($"{(long)before + difference} as a line, column or index in a source map");

    /// <summary>Compilers write a line's mappings in order; where one did not, they are put in order, equal columns as they stand.</summary>
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
