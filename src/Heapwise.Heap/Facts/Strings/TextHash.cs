using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Heapwise.Heap.Facts.Strings;

/// <summary>
/// Stands for a text when texts are compared. The hash of two texts joined follows from theirs, because it is a polynomial with
/// the text's UTF-16 units as coefficients, modulo the prime 2⁶¹ − 1, at two points (Karp and Rabin 1987).
/// The points are random and differ from run to run, so no file can be made to collide. Two different texts of up to n units have
/// the same hash with probability (n / 2⁶¹)²: for ten million texts of 1024 units, some two have it in one of 2⁵⁵ runs.
/// Cost: two multiplications per unit, for joining as many plus those of the power, which is in a table for short texts.
/// </summary>
/// <param name="First">The polynomial at the first point, below the prime.</param>
/// <param name="Second">The polynomial at the second point, below the prime.</param>
/// <param name="Length">UTF-16 units.</param>
internal readonly record struct TextHash(ulong First, ulong Second, int Length)
{
    private const int PrimeBits = 61;
    private const ulong Prime = (1UL << PrimeBits) - 1;
    private const int KnownPowers = 1200;

    private static readonly ulong[] FirstPowers = CreatePowers();
    private static readonly ulong[] SecondPowers = CreatePowers();

    /// <summary>32 bits that differ for most texts.</summary>
    public uint Bits => (uint)First;

    /// <summary>The hash of a text of UTF-16 units, or of ASCII.</summary>
    public static TextHash Of<TUnit>(ReadOnlySpan<TUnit> text)
        where TUnit : unmanaged, IBinaryInteger<TUnit> => new(AtPoint(text, FirstPowers), AtPoint(text, SecondPowers), text.Length);

    public TextHash Join(TextHash tail) => new(
        Add(Multiply(First, Power(FirstPowers, tail.Length)), tail.First),
        Add(Multiply(Second, Power(SecondPowers, tail.Length)), tail.Second),
        Length + tail.Length);

    /// <summary>The hash of this text together with a number; never that of another text.</summary>
    public TextHash With(long? number) => number is { } value
        ? With((1UL << 32) + (uint)(value >> 32)).With((1UL << 32) + (uint)value)
        : With(1UL << 33);

    /// <summary>Appends what is not a UTF-16 unit.</summary>
    private TextHash With(ulong mark) => Join(new TextHash(mark, mark, 1));

    /// <summary>Four units at a time, because each step has to wait for the one before it.</summary>
    private static ulong AtPoint<TUnit>(ReadOnlySpan<TUnit> text, ulong[] powers)
        where TUnit : unmanaged, IBinaryInteger<TUnit>
    {
        ulong hash = 0, one = powers[1], two = powers[2], three = powers[3], four = powers[4];
        for (; text.Length >= 4; text = text[4..])
        {
            var units = Math.BigMul(ulong.CreateTruncating(text[0]), three)
                + Math.BigMul(ulong.CreateTruncating(text[1]), two)
                + Math.BigMul(ulong.CreateTruncating(text[2]), one)
                + ulong.CreateTruncating(text[3]);
            hash = Reduce(Math.BigMul(hash, four) + units); // below 2¹²³
        }

        foreach (var unit in text) hash = Add(Multiply(hash, one), ulong.CreateTruncating(unit));
        return hash;
    }

    private static ulong[] CreatePowers()
    {
        var powers = new ulong[KnownPowers];
        powers[0] = 1;
        powers[1] = Reduce(BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        for (var i = 2; i < powers.Length; i++) powers[i] = Multiply(powers[i - 1], powers[1]);
        return powers;
    }

    private static ulong Power(ulong[] powers, int exponent)
    {
        if (exponent < powers.Length) return powers[exponent];
        var result = 1UL;
        for (var square = powers[1]; exponent > 0; exponent >>= 1, square = Multiply(square, square))
        {
            if ((exponent & 1) != 0) result = Multiply(result, square);
        }

        return result;
    }

    private static ulong Multiply(ulong x, ulong y) => Reduce(Math.BigMul(x, y));

    private static ulong Add(ulong x, ulong y)
    {
        var sum = x + y;
        return sum >= Prime ? sum - Prime : sum;
    }

    /// <summary>The remainder of a number below 2¹²⁴: 2⁶¹ is 1 modulo the prime, so its parts of 61 bits are added.</summary>
    private static ulong Reduce(UInt128 number)
    {
        var sum = ((ulong)number & Prime) + (ulong)(number >> PrimeBits);
        sum = (sum & Prime) + (sum >> PrimeBits);
        return sum >= Prime ? sum - Prime : sum;
    }
}
