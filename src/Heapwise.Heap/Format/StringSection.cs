using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>
/// Reads the <c>strings</c> array into a <see cref="StringTable"/>.
/// One pass, 32 bytes at a time to the next quote, backslash, control character or non-ASCII byte.
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
        _bytes = new NativeColumn<byte>(left); // pages are taken as they are written
        _ends = new NativeColumn<uint>(Math.Min(SnapshotLimits.Strings, Math.Max(1024, left / 3)));
    }

    /// <summary>Reads from the byte behind the opening bracket to the byte behind the closing one.</summary>
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
            var behind = NextByte();
            _window.Position++;
            if (behind == ']') return Finish();
            if (behind != ',') throw Fault(_window.Offset - 1, $"{IntegerScanner.Describe(behind)} stands where a comma or the end of the array was expected", Advice.Damaged);
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

    /// <summary>Skips white space; the byte found stays at the window's position.</summary>
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
        if (_window.Buffer[_window.Position] != '"')
        {
            throw Fault(_window.Offset, $"{IntegerScanner.Describe(_window.Buffer[_window.Position])} stands where a string was expected", Advice.Damaged);
        }

        int length;
        var ascii = true;
        var escaped = false;
        for (var scanned = 1; ; scanned = length + 1)
        {
            length = FindEnd(ref _window.Buffer[_window.Position + 1], scanned - 1, _window.End - _window.Position - 1, ref ascii, ref escaped, out var closed);
            if (closed) break;
            if (length > SnapshotLimits.StringBytes) throw Fault(_window.Offset, $"a string of more than {SnapshotLimits.StringBytes} bytes", Advice.Damaged);
            if (!_window.Refill()) throw Fault(_window.Offset, "the file ends inside a string", Advice.CutOff);
        }

        var text = _window.Buffer.AsSpan(_window.Position + 1, length);
        if (!ascii && !Utf8.IsValid(text)) throw Fault(_window.Offset, "a string is not valid UTF-8", Advice.Damaged);
        Keep(text, escaped);
        _window.Position += length + 2;
    }

    /// <summary>
    /// Looks for the closing quote from <paramref name="at"/> on.
    /// </summary>
    /// <returns>The string's length; or, if not closed within <paramref name="available"/> bytes, where to go on once more bytes are there.</returns>
    private int FindEnd(ref byte text, int at, int available, ref bool ascii, ref bool escaped, out bool closed)
    {
        closed = false;
        while (at < available)
        {
            var bytes = Vector256.LoadUnsafe(ref text, (nuint)at);
            var special = (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.LessThan(bytes.AsSByte(), Vector256.Create((sbyte)0x20)).AsByte()).ExtractMostSignificantBits(); // bytes from 0x80 on are negative here
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
                if (escape < 0) throw Fault(_window.Offset + 1 + at, "a string holds a broken escape sequence", Advice.Damaged);
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
                throw Fault(_window.Offset + 1 + at, $"a string holds {IntegerScanner.Describe(found)}, a control character that JSON does not allow", Advice.Damaged);
            }
        }

        return Math.Min(at, available);
    }

    /// <summary>Length of an escape sequence; 0 if it is cut by the end of the window, negative if broken.</summary>
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
            if (_count >= SnapshotLimits.Strings) throw Fault(_window.Offset, $"more than {SnapshotLimits.Strings} strings", Advice.Damaged);
            var block = _count >> StringTable.BlockShift;
            if (block >= _bases.Length) _bases.Resize(Math.Max(16, 2L * _bases.Length));
            _bases[block] = _byteCount;
        }

        if (_byteCount + text.Length > _bytes.Length) _bytes.Resize(Math.Max(_byteCount + text.Length, 2 * _bytes.Length));
        if (_count >= _ends.Length) _ends.Resize(2 * _ends.Length);
        var target = _bytes.Slice(_byteCount, text.Length);
        if (!escaped) text.CopyTo(target);
        _byteCount += escaped ? Wtf8.Unescape(text, target) : text.Length;
        var inBlock = _byteCount - _bases[_count >> StringTable.BlockShift];
        if (inBlock > uint.MaxValue) throw Fault(_window.Offset, "4096 strings of more than 4 GiB together", Advice.Damaged);
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

    private SnapshotFormatException Fault(long offset, string problem, string advice) => new(_window.SourceName, Name, offset, problem, advice);
}
