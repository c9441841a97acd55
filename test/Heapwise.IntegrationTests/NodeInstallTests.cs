using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests;

public sealed class NodeInstallTests
{
    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_program_runs_under_the_given_node(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, "console.log('ready ' + process.version + ' ' + process.pid)");

        var line = await program.WaitForLineAsync(line => line.StartsWith("ready", StringComparison.Ordinal));

        line.ShouldStartWith($"ready v{major}.");
        line.ShouldEndWith($" {program.ProcessId}");
        (await program.WaitForExitAsync()).ShouldBe(0);
    }
}
