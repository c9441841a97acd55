using System.Text;
using Heapwise.Heap.Columns;

namespace Heapwise.Outside.Naming;

/// <summary>
/// The strings of a snapshot, each once, in the form that the file has them: as JSON's contents of quotes, in ASCII. Their bytes lie
/// outside the collected heap; a name takes 12 bytes more and 4 to 8 in the table that finds it.
/// </summary>
internal sealed class NameTable : IDisposable
{
    private const int MinTable = 1 << 16;

    private readonly NativeColumn<byte> _text = new(1 << 20);
    private readonly NativeColumn<long> _starts = new(1 << 16);
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private readonly List<int> _numbers = [];
    private readonly JsonText _json = new();
    private NativeColumn<int> _table = new(MinTable);
    private long _used;

    public NameTable() => Empty = Intern([]);

    public int Count { get; private set; }

    /// <summary>The empty string's number.</summary>
    public int Empty { get; }

    /// <summary>The number of a text that is JSON already.</summary>
    public int Intern(ReadOnlySpan<byte> json)
    {
        if (Count * 2 >= _table.Length) Grow();
        var at = SlotOf(json);
        if (_table[at] != 0) return _table[at] - 1;
        var number = Count++;
        if (_used + json.Length > _text.Length) _text.Resize(Math.Max(_text.Length * 2, _used + json.Length));
        if (Count + 1 > _starts.Length) _starts.Resize(_starts.Length * 2);
        json.CopyTo(_text.Slice(_used, json.Length));
        _used += json.Length;
        _starts[Count] = _used;
        _table[at] = number + 1;
        return number;
    }

    /// <summary>The number of one of our own few texts.</summary>
    public int Intern(string text)
    {
        if (_known.TryGetValue(text, out var number)) return number;
        _json.Clear();
        foreach (var character in text) _json.Add(character);
        number = Intern(_json.Bytes);
        _known.Add(text, number);
        return number;
    }

    /// <summary>The number of a number as text.</summary>
    public int OfNumber(int value)
    {
        Span<byte> digits = stackalloc byte[11];
        while (_numbers.Count <= value && value < MinTable)
        {
            _ = _numbers.Count.TryFormat(digits, out var length);
            _numbers.Add(Intern(digits[..length]));
        }

        if (value < _numbers.Count) return _numbers[value];
        _ = value.TryFormat(digits, out var written);
        return Intern(digits[..written]);
    }

    public ReadOnlySpan<byte> this[int number] => _text.Slice(_starts[number], (int)(_starts[number + 1] - _starts[number]));

    /// <summary>For people and tests; slow.</summary>
    public string TextOf(int number) => Encoding.ASCII.GetString(this[number]);

    public void Dispose()
    {
        _text.Dispose();
        _starts.Dispose();
        _table.Dispose();
    }

    private long SlotOf(ReadOnlySpan<byte> json)
    {
        var mask = _table.Length - 1;
        var hash = new HashCode();
        hash.AddBytes(json);
        var at = (uint)hash.ToHashCode() & mask;
        while (_table[at] != 0 && !this[_table[at] - 1].SequenceEqual(json)) at = (at + 1) & mask;
        return at;
    }

    private void Grow()
    {
        var length = _table.Length * 2;
        _table.Dispose();
        _table = new NativeColumn<int>(length);
        for (var number = 0; number < Count; number++) _table[SlotOf(this[number])] = number + 1;
    }
}
