using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>
/// Reads the <c>strings</c> array into a <see cref="StringTable"/> in one pass. It scans 32 bytes at a time for the next
/// quote, backslash, control character or non-ASCII byte.
/// </summary>
internal sealed class StringSection : IDisposable
{
    private const string Name = "strings";

    private readonly ByteWindow _window;
    private readonly NativeColumn<byte> _bytes;
    private readonly NativeColumn<uint> _ends;
    private readonly NativeColumn<long> _bases = new(1);
    private long _byteCount;
    private int _count;
    private bool _handedOut;

    public StringSection(ByteWindow window)
    {
        _window = window;
        var left = window.Length is { } length ? Math.Max(0, length - window.Offset) : window.BlockBytes;
        _bytes = new NativeColumn<byte>(left); // a page takes no memory until it is written
        _ends = new NativeColumn<uint>(Math.Min(SnapshotLimits.Strings, Math.Max(1024, left / 3)));
    }

    /// <summary>Reads from just after the opening bracket to just after the closing one.</summary>
    public StringTable Read(Action<long> report, CancellationToken cancellation)
    {
        if (NextByte() == ']')
        {
            _window.Position++;
            return Finish();
        }

        while (true)
        {
            ReadOne();
            var next = NextByte();
            if (next is not ((byte)',' or (byte)']')) throw Unexpected("a comma or the end of the array", next);
            _window.Position++;
            if (next == ']') return Finish();
            NextByte();
            if ((_count & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                report(_window.Offset);
            }
        }
    }

    public void Dispose()
    {
        if (_handedOut) return;
        _bytes.Dispose();
        _ends.Dispose();
        _bases.Dispose();
    }

    /// <summary>Skips white space and returns the next byte without consuming it.</summary>
    private byte NextByte()
    {
        while (true)
        {
            var buffer = _window.Buffer;
            for (var at = _window.Position; at < _window.End; at++)
            {
                if (buffer[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') continue;
                _window.Position = at;
                return buffer[at];
            }

            _window.Position = _window.End;
            if (!_window.Refill()) throw Fault(_window.Offset, "the file ends inside the array", Advice.CutOff);
        }
    }

    private void ReadOne()
    {
        var first = _window.Buffer[_window.Position];
        if (first != '"') throw Unexpected("a string", first);
        int length;
        var ascii = true;
        var escaped = false;
        for (var scanned = 1; ; scanned = length + 1)
        {
            var available = _window.End - _window.Position - 1;
            length = FindEnd(ref _window.Buffer[_window.Position + 1], scanned - 1, available, ref ascii, ref escaped, out var closed);
            if (closed) break;
            if (length > SnapshotLimits.StringBytes) throw TooLong();
            if (!_window.Refill()) throw Fault(_window.Offset, "the file ends inside a string", Advice.CutOff);
        }

        var text = _window.Buffer.AsSpan(_window.Position + 1, length);
        if (!ascii && !Utf8.IsValid(text)) throw Fault(_window.Offset, "a string is not valid UTF-8", Advice.Damaged);
        Keep(text, escaped);
        _window.Position += length + 2;
    }

    /// <summary>Searches for the closing quote, starting at <paramref name="at"/>.</summary>
    /// <returns>
    /// The string's length. If the string is not closed within <paramref name="available"/> bytes: where to continue once more
    /// bytes have been read.
    /// </returns>
    private int FindEnd(ref byte text, int at, int available, ref bool ascii, ref bool escaped, out bool closed)
    {
        closed = false;
        while (at < available)
        {
            var bytes = Vector256.LoadUnsafe(ref text, (nuint)at);
            var special = (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.LessThan(bytes.AsSByte(), Vector256.Create((sbyte)0x20)).AsByte() // bytes from 0x80 on are negative here
                ).ExtractMostSignificantBits();
            if (special == 0)
            {
                at += 32;
                continue;
            }

            at += BitOperations.TrailingZeroCount(special);
            if (at >= available) break;
            var found = Unsafe.Add(ref text, at);
            if (found == '"')
            {
                closed = true;
                return at;
            }

            if (found == '\\')
            {
                var escape = EscapeLength(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref text, at), available - at));
                if (escape == 0) return at;
                if (escape < 0) throw Fault(_window.Offset + 1 + at, "a string contains an invalid escape sequence", Advice.Damaged);
                escaped = true;
                at += escape;
            }
            else if (found >= 0x80)
            {
                ascii = false;
                at++;
            }
            else
            {
                var problem = $"a string contains {IntegerScanner.Describe(found)}, a control character that JSON does not allow";
                throw Fault(_window.Offset + 1 + at, problem, Advice.Damaged);
            }
        }

        return Math.Min(at, available);
    }

    /// <summary>The length of an escape sequence; 0 if the end of the window cuts it off, negative if it is invalid.</summary>
    private static int EscapeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2) return 0;
        if (text[1] != 'u') return "\"\\/bfnrt"u8.Contains(text[1]) ? 2 : -1;
        for (var i = 2; i < 6; i++)
        {
            if (i >= text.Length) return 0;
            if (!char.IsAsciiHexDigit((char)text[i])) return -1;
        }

        return 6;
    }

    private void Keep(ReadOnlySpan<byte> text, bool escaped)
    {
        if ((_count & ((1 << StringTable.BlockShift) - 1)) == 0)
        {
            if (_count >= SnapshotLimits.Strings) throw TooMany();
            var block = _count >> StringTable.BlockShift;
            if (block >= _bases.Length) _bases.Resize(Math.Max(16, 2L * _bases.Length));
            _bases[block] = _byteCount;
        }

        var needed = _byteCount + text.Length;
        if (needed > _bytes.Length) _bytes.Resize(Math.Max(needed, 2 * _bytes.Length));
        if (_count >= _ends.Length) _ends.Resize(2 * _ends.Length);
        var target = _bytes.Slice(_byteCount, text.Length);
        if (!escaped) text.CopyTo(target);
        _byteCount += escaped ? Wtf8.Unescape(text, target) : text.Length;
        var inBlock = _byteCount - _bases[_count >> StringTable.BlockShift];
        if (inBlock > uint.MaxValue) throw Fault(_window.Offset, "4096 strings take more than 4 GiB in total", Advice.Damaged);
        _ends[_count++] = (uint)inBlock;
    }

    private StringTable Finish()
    {
        _bytes.Resize(_byteCount);
        _ends.Resize(_count);
        _bases.Resize((_count >> StringTable.BlockShift) + 1);
        _handedOut = true;
        return new StringTable(_bytes, _ends, _bases, _count);
    }

    private SnapshotFormatException TooMany() => Fault(_window.Offset, $"more than {SnapshotLimits.Strings} strings", Advice.Damaged);

    private SnapshotFormatException TooLong() =>
        Fault(_window.Offset, $"a string of more than {SnapshotLimits.StringBytes} bytes", Advice.Damaged);

    private SnapshotFormatException Unexpected(string expected, byte found) =>
        Fault(_window.Offset, $"expected {expected}, found {IntegerScanner.Describe(found)}", Advice.Damaged);

    private SnapshotFormatException Fault(long offset, string problem, string advice) =>
        new(_window.SourceName, Name, offset, problem, advice);
}
