using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heapwise.Heap.Format;

/// <summary>
/// Decodes chunks that <see cref="IntegerScanner.Look"/> found regular, without a branch for each digit, in one of two ways.
///
/// With AVX-512 (VBMI2), a block of 64 bytes starts at the first digit of a number. The positions where numbers end and start
/// are compressed into two byte vectors. A byte permutation uses them to line up eight numbers at a time, each eight digits
/// wide with leading zeros, and three multiplications turn these into eight values. A block that contains a longer number is
/// decoded number by number.
///
/// Otherwise bit masks give the start and end of each number. Its last eight digits are loaded at once and folded by three
/// multiplications of one 64-bit word.
///
/// HEAPWISE_DECODER=scalar|word|vector forces a decoder; scalar is the byte-by-byte one in <see cref="IntegerScanner"/>.
/// </summary>
internal static class RegularDecoder
{
    private static readonly string? Forced = Environment.GetEnvironmentVariable("HEAPWISE_DECODER");

    /// <summary>Whether regular chunks, too, are decoded byte by byte.</summary>
    public static bool ForceScalar { get; } = Forced == "scalar";

    /// <summary>Whether this machine decodes with AVX-512.</summary>
    public static bool UsesVectors { get; } = HasVectors && Forced is null or "" or "vector";

    /// <summary>Whether that is done in C (see <see cref="VectorsInC"/>).</summary>
    public static bool UsesVectorsInC { get; } = VectorsInC.AreLinked && UsesVectors;

    private static bool HasVectors => VectorsInC.AreLinked
        ? VectorsInC.HasAvx512() != 0
        : Avx512Vbmi2.IsSupported && Avx512Vbmi.IsSupported && Avx512BW.IsSupported;

    /// <summary>
    /// Decodes a regular chunk whose last byte is the comma after its last number. Calls <paramref name="sink"/> with batches of
    /// whole records.
    /// </summary>
    /// <param name="start">The first byte; 64 bytes before and after the chunk must be readable.</param>
    /// <param name="length">Bytes, including the last comma.</param>
    /// <param name="batch">Room for at least 256 values.</param>
    /// <param name="sink">Receives the values.</param>
    /// <param name="firstNumber">Position of the chunk's first number in its section.</param>
    /// <returns>-1, or the position of a number that has more than 19 digits or does not fit into 63 bits.</returns>
    public static int Decode(ref byte start, int length, ulong[] batch, INumberSink sink, long firstNumber)
    {
        if (UsesVectorsInC) return VectorsInC.Decode(ref start, length, batch, sink, firstNumber);
        return UsesVectors
            ? DecodeVectors(ref start, length, batch, sink, firstNumber)
            : DecodeWords(ref start, length, batch, sink, firstNumber);
    }

    // Long because it is one loop over registers: helpers would need most of its locals, and might not be inlined.
    internal static int DecodeVectors(ref byte start, int length, ulong[] batch, INumberSink sink, long firstNumber)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(batch);
        var positions = Vector512<byte>.Indices;
        var inLane = positions & Vector512.Create((byte)7);
        var laneFirst = Vector512.ShiftRightLogical(positions, 3);
        var tens = Vector512.Create((short)0x010A).AsSByte(); // 10, 1
        var hundreds = Vector512.Create(0x00010064).AsInt16(); // 100, 1
        int count = 0, at = 0;
        while (at < length)
        {
            if (count > batch.Length - 64) Flush(batch, ref count, sink, ref firstNumber);
            var bytes = Vector512.LoadUnsafe(ref Unsafe.Add(ref start, at));
            var digitValues = bytes - Vector512.Create((byte)'0');
            var isDigit = Vector512.LessThanOrEqual(digitValues, Vector512.Create((byte)9));
            var digits = isDigit.ExtractMostSignificantBits();
            var commas = Vector512.Equals(bytes, Vector512.Create((byte)',')).ExtractMostSignificantBits();
            if (length - at < 64) commas &= (1UL << (length - at)) - 1;
            var used = 64 - BitOperations.LeadingZeroCount(commas); // up to and including the last comma
            if (used == 0)
            {
                // A number of 64 digits or more, or more white space than is regular.
                return at;
            }

            if (used < 64) digits &= (1UL << used) - 1;
            var starts = digits & ~(digits << 1);
            var ends = ~digits & (digits << 1);
            var found = BitOperations.PopCount(ends);
            var endPositions = Avx512Vbmi2.Compress(Vector512<byte>.Zero, ToMask(ends), positions);
            var lengths = endPositions - Avx512Vbmi2.Compress(Vector512<byte>.Zero, ToMask(starts), positions);
            if (Vector512.GreaterThanAny(lengths, Vector512.Create((byte)8)))
            {
                var wrong = DecodeLong(ref Unsafe.Add(ref start, at), starts, ends, ref Unsafe.Add(ref values, count));
                if (wrong >= 0) return at + wrong;
            }
            else
            {
                for (var group = 0; group < found; group += 8)
                {
                    var lanes = laneFirst + Vector512.Create((byte)group);
                    var from = Avx512Vbmi.PermuteVar64x8(endPositions, lanes) + inLane - Vector512.Create((byte)8);
                    var digitCounts = Avx512Vbmi.PermuteVar64x8(lengths, lanes);
                    var kept = Vector512.GreaterThanOrEqual(digitCounts + inLane, Vector512.Create((byte)8));
                    var eight = Avx512Vbmi.PermuteVar64x8(digitValues, from) & kept;
                    var four = Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(eight, tens), hundreds);
                    var high = Avx512F.Multiply(four.AsUInt32(), Vector512.Create(10000u));
                    var value = high + Vector512.ShiftRightLogical(four.AsUInt64(), 32);
                    value.StoreUnsafe(ref Unsafe.Add(ref values, count + group));
                }
            }

            count += found;
            at += used;
        }

        if (count > 0) sink.Accept(batch.AsSpan(0, count), firstNumber);
        return -1;
    }

    // Long because it is one loop over registers, like the one above.
    internal static int DecodeWords(ref byte start, int length, ulong[] batch, INumberSink sink, long firstNumber)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(batch);
        int count = 0, at = 0, from = 0;
        ulong carry = 0;
        while (at < length)
        {
            var digits = Digits(ref Unsafe.Add(ref start, at));
            if (length - at < 64) digits &= (1UL << (length - at)) - 1;
            var afterDigit = (digits << 1) | carry;
            var starts = digits & ~afterDigit;
            var ends = ~digits & afterDigit;
            if (carry == 0)
            {
                from = at + BitOperations.TrailingZeroCount(starts);
                starts &= starts - 1;
            }

            if (count > batch.Length - 64)
            {
                Flush(batch, ref count, sink, ref firstNumber);
            }

            while (ends != 0)
            {
                var end = at + BitOperations.TrailingZeroCount(ends);
                ends &= ends - 1;
                var digitCount = end - from;
                var last8 = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, end - 8));
                ulong value;
                if (digitCount <= 8)
                {
                    value = Fold(last8 & 0x0F0F0F0F0F0F0F0FUL & (ulong.MaxValue << (64 - (digitCount << 3))));
                }
                else if (!TryLong(ref Unsafe.Add(ref start, from), digitCount, out value))
                {
                    return from;
                }

                Unsafe.Add(ref values, count++) = value;
                from = at + BitOperations.TrailingZeroCount(starts);
                starts &= starts - 1;
            }

            carry = digits >> 63;
            at += 64;
        }

        if (count > 0) sink.Accept(batch.AsSpan(0, count), firstNumber);
        return -1;
    }

    /// <summary>Decodes one block that contains a number of nine digits or more.</summary>
    /// <returns>-1, or the start of a number that does not fit.</returns>
    private static int DecodeLong(ref byte block, ulong starts, ulong ends, ref ulong values)
    {
        for (var i = 0; ends != 0; i++)
        {
            var (from, end) = (BitOperations.TrailingZeroCount(starts), BitOperations.TrailingZeroCount(ends));
            starts &= starts - 1;
            ends &= ends - 1;
            if (!TryLong(ref Unsafe.Add(ref block, from), end - from, out Unsafe.Add(ref values, i))) return from;
        }

        return -1;
    }

    /// <summary>Passes the whole records of a batch on and keeps the rest.</summary>
    internal static void Flush(ulong[] batch, ref int count, INumberSink sink, ref long firstNumber)
    {
        var whole = count - (count % sink.Stride);
        sink.Accept(batch.AsSpan(0, whole), firstNumber);
        firstNumber += whole;
        batch.AsSpan(whole, count - whole).CopyTo(batch);
        count -= whole;
    }

    /// <summary>Expands each set bit to a byte of ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> ToMask(ulong bits)
    {
        var eighths = Vector512.ShiftRightLogical(Vector512<byte>.Indices, 3);
        var spread = Avx512Vbmi.PermuteVar64x8(Vector512.CreateScalarUnsafe(bits).AsByte(), eighths);
        var bit = Vector512.Create(0x8040201008040201UL).AsByte();
        return Vector512.Equals(spread & bit, bit);
    }

    /// <summary>Up to nineteen digits.</summary>
    private static bool TryLong(ref byte first, int digits, out ulong value)
    {
        value = 0;
        if (digits > SnapshotLimits.Digits) return false;
        for (var i = 0; i < digits; i++) value = (value * 10) + (uint)(Unsafe.Add(ref first, i) - '0');
        return value <= long.MaxValue;
    }

    /// <summary>Folds eight digit values, the most significant in the lowest byte, into one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong digits)
    {
        digits = (digits * 10) + (digits >> 8);
        var upper = (digits & 0x000000FF000000FFUL) * 0x000F424000000064UL;
        var lower = ((digits >> 16) & 0x000000FF000000FFUL) * 0x0000271000000001UL;
        return (upper + lower) >> 32;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Digits(ref byte at)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var bytes = Vector512.LoadUnsafe(ref at) - Vector512.Create((byte)'0');
            return Vector512.LessThanOrEqual(bytes, Vector512.Create((byte)9)).ExtractMostSignificantBits();
        }

        var zero = Vector256.Create((byte)'0');
        var nine = Vector256.Create((byte)9);
        var low = Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref at) - zero, nine).ExtractMostSignificantBits();
        var high = Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref at, 32) - zero, nine).ExtractMostSignificantBits();
        return low | ((ulong)high << 32);
    }
}
