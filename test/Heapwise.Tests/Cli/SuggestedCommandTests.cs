using Heapwise.Cli;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

/// <summary>What any output tells a person to type is a command line of heapwise. The integration tests run such lines as well.</summary>
public sealed class SuggestedCommandTests
{
    [Theory]
    [InlineData("Next: heapwise snapshot --pid 7, or heapwise diagnose --pid 7", "snapshot --pid 7|diagnose --pid 7")]
    [InlineData("Give one written by 'heapwise diagnose … --format json -o report.json'.", "diagnose --format json -o report.json")]
    [InlineData("run heapwise gc 7 now and again; 'heapwise ps' lists them (heapwise gc)", "gc 7")]
    [InlineData("heapwise verify --against a \\\n  --load / -- env A=1 node b\n\nMore", "verify --against a --load / -- env A=1 node b")]
    [InlineData("heapwise retainers a.heapsnapshot @11  What else holds it", "retainers a.heapsnapshot @11")]
    [InlineData("heapwise diff BEFORE AFTER [options]\nheapwise needs a pid", "")]
    public void Command_lines_are_found_in_prose(string text, string expected) =>
        string.Join('|', SuggestedCommands.In(text).Select(words => string.Join(' ', words))).ShouldBe(expected);

    [Fact]
    public void Command_lines_in_approved_output_are_accepted()
    {
        var root = HeapwiseCommand.Create(new Terminal { Output = Stream.Null, Error = TextWriter.Null });
        var count = 0;
        foreach (var file in Directory.GetFiles(Approval.Folder, "*.txt"))
        {
            foreach (var words in SuggestedCommands.In(File.ReadAllText(file)))
            {
                count++;
                root.Parse(words, HeapwiseApp.Parser).Errors
                    .ShouldBeEmpty($"{Path.GetFileName(file)}: heapwise {string.Join(' ', words)}");
            }
        }

        count.ShouldBeGreaterThan(50);
    }
}
