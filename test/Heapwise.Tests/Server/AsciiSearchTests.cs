using System.Text;
using Heapwise.Server.Snapshots;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Server;

public sealed class AsciiSearchTests
{
    [Theory]
    [InlineData("Session", "session", true)]
    [InlineData("userSESSIONs", "session", true)]
    [InlineData("sessio", "session", false)]
    [InlineData("sesessionx", "session", true)]
    [InlineData("", "a", false)]
    [InlineData("日本 Map", "map", true)]
    [InlineData("[1]", "[1]", true)]
    public void Finds_what_a_comparison_of_texts_finds(string text, string word, bool contains)
    {
        AsciiSearch.Contains(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(word)).ShouldBe(contains);
        text.Contains(word, StringComparison.OrdinalIgnoreCase).ShouldBe(contains);
    }

    [Fact]
    public void Equals_a_comparison_of_random_texts()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var text = Word(random, random.Next(12));
            var word = Word(random, random.Next(1, 4)).ToLowerInvariant();
            AsciiSearch.Contains(Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes(word))
                .ShouldBe(text.Contains(word, StringComparison.OrdinalIgnoreCase), $"{text} {word}");
        }

        static string Word(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "aAbB"[random.Next(4)]));
    }
}
