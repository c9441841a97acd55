using System.Globalization;
using System.Text;
using Heapwise.Heap.Format;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>Every way of decoding numbers against the text that they were written as.</summary>
[Trait("Reading", "numbers")]
public sealed class DecoderTests
{
    private const int Slack = 64;
    private const int Texts = 3_000;

    private delegate int Decoder(byte[] buffer, int length, Sink sink);

    [Fact]
    public void Words_decode_what_was_written() =>
        Check((buffer, length, sink) => RegularDecoder.DecodeWords(ref buffer[Slack], length, new ulong[256], sink, 0));

    [Fact]
    public void The_scalar_decoder_decodes_what_was_written() =>
        Check((buffer, length, sink) => IntegerScanner.DecodeScalar(buffer.AsSpan(Slack, length), new ulong[256], sink, 0, out _));

    [Fact]
    public void Vectors_decode_what_was_written()
    {
        Assert.SkipUnless(RegularDecoder.UsesVectors, "this processor has no AVX-512 with VBMI2, or another way is forced");
        Check((buffer, length, sink) => RegularDecoder.DecodeVectors(ref buffer[Slack], length, new ulong[256], sink, 0));
    }

    [Fact]
    public void Vectors_in_C_decode_what_was_written()
    {
        SkipUnlessInC();
        Check((buffer, length, sink) => VectorsInC.Decode(ref buffer[Slack], length, new ulong[256], sink, 0));
    }

    [Fact]
    public void The_survey_in_C_finds_what_the_other_finds()
    {
        SkipUnlessInC();
        const string Alphabet = "0123456789012345678901234567890,,,,,,,, \n\t\r]x";
        for (var seed = 0; seed < Texts; seed++)
        {
            var random = new Random(seed);
            var isRegular = random.Next(2) == 0;
            var text = new StringBuilder();
            for (var count = random.Next(1, 60); count > 0; count--)
            {
                if (isRegular) text.Append(random.Next(1, int.MaxValue)).Append(",\n"[..random.Next(1, 3)]);
                else text.Append(Alphabet[random.Next(Alphabet.Length)]);
            }

            var (buffer, length) = Pad(text.ToString());
            var inC = VectorsInC.Look(ref buffer[Slack], length);
            inC.ShouldBe(IntegerScanner.Look(ref buffer[Slack], length), $"seed {seed}: {text}");
        }
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999")]
    [InlineData("1111111111111111111111111111111111111111111111111111111111111111111111111111111111")]
    public void A_number_beyond_63_bits_is_found_by_every_decoder(string number)
    {
        var text = $"1,22,333\n,{number},5,";
        var at = text.IndexOf(number, StringComparison.Ordinal);
        var (buffer, length) = Pad(text);
        RegularDecoder.DecodeWords(ref buffer[Slack], length, new ulong[256], new Sink(1), 0).ShouldBe(at);
        IntegerScanner.DecodeScalar(buffer.AsSpan(Slack, length), new ulong[256], new Sink(1), 0, out _).ShouldBe(at);
        if (!RegularDecoder.UsesVectors) return;
        RegularDecoder.DecodeVectors(ref buffer[Slack], length, new ulong[256], new Sink(1), 0).ShouldBe(at);
        SkipUnlessInC();
        VectorsInC.Decode(ref buffer[Slack], length, new ulong[256], new Sink(1), 0).ShouldBe(at);
    }

    private static void SkipUnlessInC()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(AppContext.BaseDirectory, "libheapwise_vectors.so")), "there is no C compiler (cc)");
        Assert.SkipUnless(VectorsInC.HasAvx512() != 0, "this processor has no AVX-512 with VBMI2");
    }

    private static void Check(Decoder decode)
    {
        for (var seed = 0; seed < Texts; seed++)
        {
            var random = new Random(seed);
            var stride = random.Next(1, 8);
            var mostDigits = random.Next(1, 20);
            var text = new StringBuilder();
            var expected = new List<ulong>();
            for (var count = stride * random.Next(1, 120); expected.Count < count;)
            {
                var value = (ulong)random.NextInt64() % (ulong)Math.Pow(10, random.Next(1, mostDigits + 1));
                expected.Add(value);
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                if (expected.Count % stride == 0 && random.Next(8) > 0) text.Append('\n'); // as V8 ends a record
                text.Append(',');
            }

            var (buffer, length) = Pad(text.ToString());
            var survey = new IntegerScanner.Survey(length, expected.Count, true);
            IntegerScanner.Look(ref buffer[Slack], length).ShouldBe(survey, $"seed {seed}");
            var sink = new Sink(stride);
            decode(buffer, length, sink).ShouldBe(-1, $"seed {seed}");
            sink.Values.ShouldBe(expected, $"seed {seed}: {text}");
        }
    }

    /// <summary>The text with digits around it, which no way may take for its own.</summary>
    private static (byte[] Buffer, int Length) Pad(string text) =>
        (Encoding.ASCII.GetBytes(new string('7', Slack) + text + new string('8', Slack)), text.Length);

    private sealed class Sink(int stride) : INumberSink
    {
        public List<ulong> Values { get; } = [];

        public int Stride => stride;

        public void Accept(ReadOnlySpan<ulong> values, long firstNumber)
        {
            firstNumber.ShouldBe(Values.Count);
            (values.Length % stride).ShouldBe(0);
            foreach (var value in values) Values.Add(value);
        }
    }
}
