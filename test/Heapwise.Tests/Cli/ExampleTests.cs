using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

/// <summary>What people copy from the help works as it stands there.</summary>
[Collection(SampleFolderCollection.Name)]
public sealed class ExampleTests
{
    /// <summary>Those about running processes are run by the integration tests.</summary>
    public static TheoryData<string> OfHelp =>
        [.. HelpTests.Verbs().SelectMany(verb => verb.Examples).Where(example => !example.IsLive).Select(example => example.CommandLine)];

    [Theory]
    [MemberData(nameof(OfHelp))]
    public async Task Examples_of_the_help_run(string commandLine)
    {
        commandLine.ShouldStartWith("heapwise ");
        var run = await CliRun.OfAsync(commandLine["heapwise ".Length..]);
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Error.ShouldBeEmpty();
    }
}
