using System.Text;
using System.Text.Json;
using Heapwise.Outside.Naming;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Outside;

public sealed class OutsideNamesTests
{
    [Fact]
    public void A_text_is_kept_once()
    {
        using var names = new NameTable();
        var numbers = Enumerable.Range(0, 200_000).Select(i => names.Intern(Encoding.ASCII.GetBytes($"name {i}"))).ToList();
        numbers.ShouldBeUnique();
        for (var i = 0; i < numbers.Count; i += 997) names.Intern($"name {i}").ShouldBe(numbers[i]);
        names.TextOf(numbers[123_456]).ShouldBe("name 123456");
        names.Empty.ShouldBe(0);
        names.OfNumber(70_000).ShouldBe(names.Intern("70000"));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("\"quotes\" and \\ slashes")]
    [InlineData("line\nline\tümläut 中 😀 \u007f")]
    public void A_text_is_written_as_JSON_in_ASCII(string text)
    {
        var json = new JsonText();
        json.Add(text);
        Ascii.IsValid(json.Bytes).ShouldBeTrue();
        JsonSerializer.Deserialize<string>($"\"{Encoding.ASCII.GetString(json.Bytes)}\"").ShouldBe(text);
    }

    [Fact]
    public void Characters_of_one_byte_are_Latin1()
    {
        var json = new JsonText();
        json.AddLatin1([(byte)'a', 0xe9, (byte)'"']);
        Encoding.ASCII.GetString(json.Bytes).ShouldBe("a\\u00e9\\\"");
    }
}
