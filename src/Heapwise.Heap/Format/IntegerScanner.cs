using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heapwise.Heap.Format;

/// <summary>
/// Arrays of non-negative integers, from bytes to numbers.
///
/// A chunk is first surveyed: 64 bytes at a time are sorted into digits, commas and white space as bit masks, which find
/// the end of the array, count the numbers, and tell whether the text is regular: digits, each number followed by one
/// comma with at most one white space before it (all that V8 writes), no leading zero. A regular chunk is decoded
/// by <see cref="RegularDecoder"/>. Everything else goes through the scalar decoder here, which knows JSON's white
/// space, names the byte that is wrong, and serves as the oracle of the fast ones.
/// </summary>
internal static class IntegerScanner
{
    /// <summary>What a survey found in a stretch of bytes.</summary>
    /// <param name="Length">Bytes up to the first that is no digit, comma or white space, or all.</param>
    /// <param name="Commas">Commas among them.</param>
    /// <param name="Regular">Whether the fast decoder may read them.</param>
    public readonly record struct Survey(int Length, int Commas, bool Regular);

    /// <summary>Surveys bytes that begin where a number or its leading white space begins.</summary>
    /// <param name="start">First byte; 64 bytes behind the last must be readable.</param>
    public static Survey Look(ref byte start, int length)
    {
        int commas = 0, at = 0;
        ulong irregular = 0, digitBefore = 0, commaBefore = 1, spaceBefore = 0, zeroStartBefore = 0;
        while (at < length)
        {
            var masks = Classify(ref Unsafe.Add(ref start, at));
            var known = masks.Digits | masks.Commas | masks.Spaces;
            var valid = length - at >= 64 ? ulong.MaxValue : (1UL << (length - at)) - 1;
            var stop = ~known & valid;
            if (stop != 0) valid = (stop & (~stop + 1)) - 1;
            var digits = masks.Digits & valid;
            var comma = masks.Commas & valid;
            var space = masks.Spaces & valid;

            var afterDigit = (digits << 1) | digitBefore;
            var afterComma = (comma << 1) | commaBefore;
            var afterSpace = (space << 1) | spaceBefore;
            var zeroStarts = digits & ~afterDigit & masks.Zeros;
            irregular |= (comma & afterComma) | (space & afterComma) | (digits & afterSpace) | (space & afterSpace) | (((zeroStarts << 1) | zeroStartBefore) & digits);
            commas += BitOperations.PopCount(comma);
            if (stop != 0) return new Survey(at + BitOperations.TrailingZeroCount(stop), commas, irregular == 0);
            digitBefore = digits >> 63;
            commaBefore = comma >> 63;
            spaceBefore = space >> 63;
            zeroStartBefore = zeroStarts >> 63;
            at += 64;
        }

        return new Survey(length, commas, irregular == 0);
    }

    /// <summary>Decodes any chunk that ends with the comma behind its last number, byte by byte.</summary>
    /// <returns>-1, or the position of the first byte that is wrong, with <paramref name="problem"/> in words.</returns>
    public static int DecodeScalar(ReadOnlySpan<byte> chunk, ulong[] batch, INumberSink sink, long firstNumber, out string problem)
    {
        problem = "";
        var count = 0;
        var at = 0;
        while (at < chunk.Length)
        {
            at = SkipSpace(chunk, at);
            if (at == chunk.Length) return -1 + Flush();
            var from = at;
            ulong value = 0;
            while (at < chunk.Length && (uint)(chunk[at] - '0') <= 9)
            {
                value = (value * 10) + (uint)(chunk[at] - '0');
                at++;
            }

            if (at == from)
            {
                problem = $"{Describe(chunk[at])} stands where a whole number was expected";
                return at;
            }

            if (at - from > 1 && chunk[from] == '0')
            {
                problem = "a number begins with a superfluous zero";
                return from;
            }

            if (at - from > SnapshotLimits.Digits || value > long.MaxValue)
            {
                problem = "a number does not fit 63 bits";
                return from;
            }

            at = SkipSpace(chunk, at);
            if (at == chunk.Length || chunk[at] != ',')
            {
                problem = at == chunk.Length ? "the numbers end without a comma" : $"{Describe(chunk[at])} stands where a comma or the end of the array was expected";
                return at;
            }

            at++;
            batch[count++] = value;
            if (count + sink.Stride > batch.Length) FlushWhole();
        }

        return -1 + Flush();

        int Flush()
        {
            if (count > 0) sink.Accept(batch.AsSpan(0, count), firstNumber);
            return 0;
        }

        void FlushWhole()
        {
            var whole = count - (count % sink.Stride);
            sink.Accept(batch.AsSpan(0, whole), firstNumber);
            firstNumber += whole;
            batch.AsSpan(whole, count - whole).CopyTo(batch);
            count -= whole;
        }
    }

    /// <summary>A byte as a person would name it.</summary>
    public static string Describe(byte value) => value switch
    {
        0 => "a NUL byte",
        (byte)'.' => "a fraction (\".\")",
        (byte)'-' or (byte)'+' => "a sign (\"" + (char)value + "\")",
        (byte)'[' or (byte)'{' => "a nested \"" + (char)value + "\"",
        (byte)',' => "a comma",
        > 0x20 and < 0x7F => "\"" + (char)value + "\"",
        _ => $"byte 0x{value:X2}",
    };

    private static int SkipSpace(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        return at;
    }

    private readonly record struct Masks(ulong Digits, ulong Commas, ulong Spaces, ulong Zeros);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Masks Classify(ref byte at)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var bytes = Vector512.LoadUnsafe(ref at);
            return new Masks(
                Vector512.LessThanOrEqual(bytes - Vector512.Create((byte)'0'), Vector512.Create((byte)9)).ExtractMostSignificantBits(),
                Vector512.Equals(bytes, Vector512.Create((byte)',')).ExtractMostSignificantBits(),
                (Vector512.Equals(bytes, Vector512.Create((byte)' ')) | Vector512.Equals(bytes, Vector512.Create((byte)'\n')) | Vector512.Equals(bytes, Vector512.Create((byte)'\r')) | Vector512.Equals(bytes, Vector512.Create((byte)'\t'))).ExtractMostSignificantBits(),
                Vector512.Equals(bytes, Vector512.Create((byte)'0')).ExtractMostSignificantBits());
        }

        var low = ClassifyHalf(Vector256.LoadUnsafe(ref at));
        var high = ClassifyHalf(Vector256.LoadUnsafe(ref at, 32));
        return new Masks(low.Digits | (high.Digits << 32), low.Commas | (high.Commas << 32), low.Spaces | (high.Spaces << 32), low.Zeros | (high.Zeros << 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Masks ClassifyHalf(Vector256<byte> bytes) => new(
        Vector256.LessThanOrEqual(bytes - Vector256.Create((byte)'0'), Vector256.Create((byte)9)).ExtractMostSignificantBits(),
        Vector256.Equals(bytes, Vector256.Create((byte)',')).ExtractMostSignificantBits(),
        (Vector256.Equals(bytes, Vector256.Create((byte)' ')) | Vector256.Equals(bytes, Vector256.Create((byte)'\n')) | Vector256.Equals(bytes, Vector256.Create((byte)'\r')) | Vector256.Equals(bytes, Vector256.Create((byte)'\t'))).ExtractMostSignificantBits(),
        Vector256.Equals(bytes, Vector256.Create((byte)'0')).ExtractMostSignificantBits());
}
