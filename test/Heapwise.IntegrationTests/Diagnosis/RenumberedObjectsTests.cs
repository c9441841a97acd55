using System.Globalization;
using Heapwise.Cli.Shell;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>V8 numbers all objects anew when any inspector session ends.</summary>
public sealed class RenumberedObjectsTests
{
    [Fact]
    public async Task Another_session_that_ends_during_a_diagnosis_is_named_as_the_reason_why_it_failed()
    {
        await using var program = await NodeProgram.RunSourceAsync(
            24, "setInterval(() => {}, 1000); console.log('ready')", nodeArguments: ["--inspect-port=0"]);
        var processId = program.ProcessId.ToString(CultureInfo.InvariantCulture);

        var running = DiagnoseRun.OfAsync(["--pid", processId, "--every", "500ms", "--rounds", "3", "--max-rounds", "0"]);
        while (!running.IsCompleted)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            await using var other = await NodeTarget.OpenAsync(
                new TargetSpec.RunningProcess(program.ProcessId), null, TestContext.Current.CancellationToken);
        }

        var run = await running;
        run.ExitCode.ShouldBe(ExitCode.Usage, run.ToString());
        run.Error.ShouldContain($"heapwise: pid {processId}: V8 numbered its objects anew during the run");
    }
}
