using System.Text;

namespace Heapwise.Outside.Naming;

/// <summary>A text being put together as the contents of a JSON string, in ASCII. Used again and again.</summary>
internal sealed class JsonText
{
    private byte[] _bytes = new byte[8192];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Add(string text)
    {
        foreach (var character in text) Add(character);
    }

    /// <summary>Text that is JSON already.</summary>
    public void AddJson(ReadOnlySpan<byte> json)
    {
        if (_length + json.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + json.Length));
        json.CopyTo(_bytes.AsSpan(_length));
        _length += json.Length;
    }

    public void AddLatin1(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text) && !text.ContainsAnyInRange((byte)0, (byte)31) && !text.ContainsAny("\"\\\u007f"u8))
        {
            AddJson(text);
            return;
        }

        foreach (var character in text) Add((char)character);
    }

    public void Add(char character)
    {
        if (_length + 6 > _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
        switch (character)
        {
            case '"' or '\\':
                _bytes[_length++] = (byte)'\\';
                _bytes[_length++] = (byte)character;
                break;
            case '\0': // as V8 does it
                _bytes[_length++] = (byte)' ';
                break;
            case < ' ' or > '~':
                "\\u"u8.CopyTo(_bytes.AsSpan(_length));
                _ = ((int)character).TryFormat(_bytes.AsSpan(_length + 2), out _, "x4");
                _length += 6;
                break;
            default:
                _bytes[_length++] = (byte)character;
                break;
        }
    }
}
