using System.Numerics;
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
    private const int MaxCachedNumber = 1 << 20;

    private readonly NativeColumn<byte> _text = new(1 << 20);
    private readonly NativeColumn<long> _starts = new(1 << 16);
    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);

    /// <summary>Literals of this program, found without a look at their text.</summary>
    private readonly Dictionary<object, int> _known = new(ReferenceEqualityComparer.Instance);
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

    /// <summary>The number of a text that is JSON already; negative if it is none of these.</summary>
    public int Find(ReadOnlySpan<byte> json) => _table[SlotOf(json)] - 1;

    /// <summary>The number of one of our own few texts.</summary>
    public int Intern(string text)
    {
        if (_known.TryGetValue(text, out var number)) return number;
        if (_byText.TryGetValue(text, out number)) return Remember(text, number);
        _json.Clear();
        foreach (var character in text) _json.Add(character);
        number = Intern(_json.Bytes);
        _byText.Add(text, number);
        return Remember(text, number);
    }

    private int Remember(string text, int number)
    {
        if (string.IsInterned(text) is { } literal && ReferenceEquals(literal, text)) _known[text] = number;
        return number;
    }

    /// <summary>The number of a number as text.</summary>
    public int OfNumber(int value)
    {
        if (value < MaxCachedNumber)
        {
            while (_numbers.Count <= value) _numbers.Add(-1);
            if (_numbers[value] < 0) _numbers[value] = InternNumber(value);
            return _numbers[value];
        }

        return InternNumber(value);
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

    private int InternNumber(int value)
    {
        Span<byte> digits = stackalloc byte[11];
        _ = value.TryFormat(digits, out var length);
        return Intern(digits[..length]);
    }

    private long SlotOf(ReadOnlySpan<byte> json)
    {
        var mask = _table.Length - 1;
        var at = (long)(HashOf(json) & (ulong)mask);
        while (_table[at] != 0 && !this[_table[at] - 1].SequenceEqual(json)) at = (at + 1) & mask;
        return at;
    }

    /// <summary>Eight bytes a step; names are short, and most of them differ early.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> json)
    {
        const ulong Golden = 0x9E3779B97F4A7C15;
        var hash = (ulong)json.Length;
        for (; json.Length >= 8; json = json[8..]) hash = BitOperations.RotateLeft((hash ^ BitConverter.ToUInt64(json)) * Golden, 31);
        foreach (var character in json) hash = (hash ^ character) * Golden;
        return hash ^ (hash >> 32);
    }

    private void Grow()
    {
        var length = _table.Length * 2;
        _table.Dispose();
        _table = new NativeColumn<int>(length);
        for (var number = 0; number < Count; number++) _table[SlotOf(this[number])] = number + 1;
    }
}
