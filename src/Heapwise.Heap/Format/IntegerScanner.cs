using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heapwise.Heap.Format;

/// <summary>
/// Arrays of non-negative integers, from bytes to numbers.
///
/// A chunk is surveyed first. The survey sorts 64 bytes at a time into bit masks of digits, commas and white space. The masks
/// find the end of the array, count the numbers, and show whether the text is regular: only digits without leading zeros, each
/// number followed by one comma, with at most one white space before it. V8 writes nothing else. <see cref="RegularDecoder"/>
/// decodes regular chunks. Everything else goes through the scalar decoder here, which accepts all of JSON's white space,
/// reports the byte that is wrong, and is the oracle for the fast decoders in tests.
/// </summary>
internal static class IntegerScanner
{
    /// <summary>What a survey found in a stretch of bytes.</summary>
    /// <param name="Length">Bytes before the first that is not a digit, comma or white space.</param>
    /// <param name="Commas">Commas among them.</param>
    /// <param name="Regular">Whether a fast decoder may read them.</param>
    public readonly record struct Survey(int Length, int Commas, bool Regular);

    /// <summary>Surveys bytes that begin with a number or its leading white space.</summary>
    /// <param name="start">The first byte; 64 bytes after the last must be readable.</param>
    public static Survey Look(ref byte start, int length) =>
        RegularDecoder.UsesVectorsInC ? VectorsInC.Look(ref start, length) : LookAnywhere(ref start, length);

    private static Survey LookAnywhere(ref byte start, int length)
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
            irregular |= ((comma | space) & afterComma) | ((digits | space) & afterSpace);
            irregular |= ((zeroStarts << 1) | zeroStartBefore) & digits;
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

    /// <summary>Decodes any chunk that ends with the comma after its last number, byte by byte.</summary>
    /// <returns>-1, or the position of the first byte that is wrong, described by <paramref name="problem"/>.</returns>
    public static int DecodeScalar(ReadOnlySpan<byte> chunk, ulong[] batch, INumberSink sink, long firstNumber, out string problem)
    {
        problem = "";
        var count = 0;
        var at = SkipSpace(chunk, 0);
        while (at < chunk.Length)
        {
            var from = at;
            ulong value = 0;
            while (at < chunk.Length && (uint)(chunk[at] - '0') <= 9)
            {
                value = (value * 10) + (uint)(chunk[at] - '0');
                at++;
            }

            if (at == from)
            {
                problem = $"expected a whole number, found {Describe(chunk[at])}";
                return at;
            }

            if (FindNumberFault(chunk[from..at], value) is { } fault)
            {
                problem = fault;
                return from;
            }

            at = SkipSpace(chunk, at);
            if (at == chunk.Length || chunk[at] != ',')
            {
                problem = at == chunk.Length
                    ? "the numbers end without a comma"
                    : $"expected a comma or the end of the array, found {Describe(chunk[at])}";
                return at;
            }

            batch[count++] = value;
            if (count + sink.Stride > batch.Length) RegularDecoder.Flush(batch, ref count, sink, ref firstNumber);
            at = SkipSpace(chunk, at + 1);
        }

        if (count > 0) sink.Accept(batch.AsSpan(0, count), firstNumber);
        return -1;
    }

    /// <summary>What is wrong with a number by itself; null if nothing is.</summary>
    private static string? FindNumberFault(ReadOnlySpan<byte> digits, ulong value)
    {
        if (digits.Length > 1 && digits[0] == '0') return "a number has a leading zero";
        return digits.Length > SnapshotLimits.Digits || value > long.MaxValue ? "a number does not fit into 63 bits" : null;
    }

    /// <summary>A byte in words.</summary>
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
                (Vector512.Equals(bytes, Vector512.Create((byte)' '))
                    | Vector512.Equals(bytes, Vector512.Create((byte)'\n'))
                    | Vector512.Equals(bytes, Vector512.Create((byte)'\r'))
                    | Vector512.Equals(bytes, Vector512.Create((byte)'\t'))).ExtractMostSignificantBits(),
                Vector512.Equals(bytes, Vector512.Create((byte)'0')).ExtractMostSignificantBits());
        }

        var low = ClassifyHalf(Vector256.LoadUnsafe(ref at));
        var high = ClassifyHalf(Vector256.LoadUnsafe(ref at, 32));
        return new Masks(
            low.Digits | (high.Digits << 32),
            low.Commas | (high.Commas << 32),
            low.Spaces | (high.Spaces << 32),
            low.Zeros | (high.Zeros << 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Masks ClassifyHalf(Vector256<byte> bytes) => new(
        Vector256.LessThanOrEqual(bytes - Vector256.Create((byte)'0'), Vector256.Create((byte)9)).ExtractMostSignificantBits(),
        Vector256.Equals(bytes, Vector256.Create((byte)',')).ExtractMostSignificantBits(),
        (Vector256.Equals(bytes, Vector256.Create((byte)' '))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\n'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\r'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\t'))).ExtractMostSignificantBits(),
        Vector256.Equals(bytes, Vector256.Create((byte)'0')).ExtractMostSignificantBits());
}
