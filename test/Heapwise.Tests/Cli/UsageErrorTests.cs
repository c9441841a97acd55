using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

[Collection(SampleFolderCollection.Name)]
public sealed class UsageErrorTests
{
    /// <summary>Every mistake in one file: each line is read as a person would read it, and none has a stack trace.</summary>
    [Fact]
    public async Task Each_mistake_is_told_in_one_line_with_the_next_step()
    {
        string[] mistakes =
        [
            "sumary app.heapsnapshot", "app.heapsnapshot", "xyz", "--foo", "--verbose summary app.heapsnapshot",
            "summary", "diff before.heapsnapshot", "node app.heapsnapshot", "summary a b",
            "summary app.heapsnapshot --tpo 3", "summary app.heapsnapshot --zzzz", "summary app.heapsnapshot -x",
            "summary app.heapsnapshot --top", "summary app.heapsnapshot --top x", "summary app.heapsnapshot --top -3",
            "summary app.heapsnapshot --top 1 --top 2",
            "summary app.heapsnapshot --sort size", "summary app.heapsnapshot --format yaml", "summary app.heapsnapshot -o",
            "node app.heapsnapshot cache", "dominators app.heapsnapshot @x", "diff - -",
            "summary --foo", "diff before.heapsnapshot --tpo app.heapsnapshot", "ui app.heapsnapshot --port 4317",
            "diagnose --pdi 42", "diagnose before.heapsnapshot --foo", "gclog --foo", "stats --foo",
        ];
        var told = "";
        foreach (var mistake in mistakes)
        {
            var run = await CliRun.OfAsync(mistake);
            run.ExitCode.ShouldBe(2, mistake);
            run.Out.ShouldBeEmpty(mistake);
            run.Error.Count(c => c == '\n').ShouldBe(1, mistake);
            told += $"$ heapwise {mistake}\n{run.Error}\n";
        }

        Approval.Matches(told);
    }
}
