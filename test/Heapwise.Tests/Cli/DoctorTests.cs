using Heapwise.Analysis.Reports;
using Heapwise.Cli;
using Heapwise.Cli.Doctor;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Heap.Format;
using Heapwise.Live.Processes;
using Heapwise.Live.Surroundings;
using Shouldly;
using Xunit;
using Processor = System.Runtime.InteropServices.Architecture;

namespace Heapwise.Tests.Cli;

/// <summary>The checks on machines that are made up. On the real one, the integration tests run the command.</summary>
public sealed class DoctorTests
{
    private static readonly FolderState Folder = new("/tmp", IsWritable: true, 64_000_000_000);

    private static readonly DoctorFacts Healthy = new()
    {
        Build = new BuildFacts
        {
            Version = "1.2.3",
            IsNative = true,
            Runtime = ".NET 10.0.0",
            System = "Debian GNU/Linux 13 (trixie)",
            Architecture = Processor.X64,
            MachineArchitecture = Processor.X64,
            CLibrary = "glibc 2.41",
            Processors = 8,
            Decoding = NumberDecoding.Vectors,
        },
        Rights = new Rights(1000, MayInspectAll: false, MayEnterNetworks: false, IsInContainer: false) { PtraceScope = 1 },
        Processes = [HelpTests.Process(4711, "/srv/shop/server.js", "node /srv/shop/server.js", canAttach: true)],
        Port = null,
        Node = new InstalledNode("/usr/bin/node", "v24.21.0"),
        Memory = new MemoryRoom(2, null, 16_000_000_000, 9_000_000_000),
        Temporary = Folder,
        Index = Folder with { Path = "/home/me/.cache/heapwise/index" },
        Notes = Folder with { Path = "/home/me/.local/state/heapwise" },
        Left = new LeftBehind([], [], []),
    };

    private static readonly DoctorFacts Sick = Healthy with
    {
        Build = Healthy.Build with
        {
            IsNative = false,
            MachineArchitecture = Processor.Arm64,
            CLibrary = "musl",
            Decoding = NumberDecoding.Scalar,
        },
        Rights = new Rights(1000, MayInspectAll: false, MayEnterNetworks: false, IsInContainer: true),
        Processes =
        [
            HelpTests.Process(99, null, "node app.js", canAttach: false),
            HelpTests.Process(98, null, "node app.js", canAttach: false) with
            {
                UserId = 0,
                Obstacle = "pid 98 belongs to user 0, you are 1000. Run heapwise as that user, or as root",
                ObstacleReason = "belongs to user 0",
            },
        ],
        Port = new InspectorPort("pid 12 (python3 -m http.server 9229)", "is not Node"),
        Node = new InstalledNode("/opt/node", null),
        Memory = new MemoryRoom(1, new CgroupMemory(512_000_000, 400_000_000), 16_000_000_000, 9_000_000_000),
        Temporary = Folder with { FreeBytes = 200_000_000 },
        Index = new FolderState("/home/me/.cache/heapwise/index", IsWritable: false, 0),
        Notes = new FolderState("/home/me/.local/state/heapwise", IsWritable: false, 0),
        Left = new LeftBehind([98], [12], ["/tmp/heapwise-1-2-a", "/tmp/heapwise-3-4-b"]),
    };

    [Fact]
    public void Each_check_is_a_line_with_a_command_where_one_helps() => Approval.Matches(Page(Healthy) + "\n\n" + Page(Sick));

    [Fact]
    public void Nothing_is_wrong_on_a_healthy_machine() =>
        DoctorChecks.Run(Healthy).Checks.ShouldAllBe(check => check.State == DoctorState.Ok);

    [Fact]
    public void Each_command_is_one_that_heapwise_accepts()
    {
        var root = HeapwiseCommand.Create(new Terminal { Output = Stream.Null, Error = TextWriter.Null });
        var movable = Healthy with { Port = new InspectorPort("pid 12 (node --inspect a.js)", null) };
        var elsewhere = Healthy with { Rights = null };
        foreach (var facts in new[] { Sick, movable, elsewhere })
        {
            foreach (var command in DoctorChecks.Run(facts).Checks.Select(check => check.Command).OfType<string>())
            {
                var words = command.Split(' ').SkipWhile(word => word == "sudo").ToArray();
                if (words[0] == "heapwise") root.Parse(words[1..], HeapwiseApp.Parser).Errors.ShouldBeEmpty(command);
            }
        }
    }

    [Theory]
    [InlineData(null, null, DoctorState.Note)]
    [InlineData("/usr/bin/node", null, DoctorState.Problem)]
    [InlineData("/usr/bin/node", "v16.20.2", DoctorState.Note)]
    [InlineData("/usr/bin/node", "v18.0.0", DoctorState.Ok)]
    [InlineData("/usr/bin/node", "v28.0.0", DoctorState.Note)]
    public void Node_is_needed_only_for_programs_that_are_started(string? path, string? version, DoctorState state) =>
        StateOf(Healthy with { Node = new InstalledNode(path, version) }, "node").ShouldBe(state);

    [Fact]
    public void A_port_that_its_holder_can_leave_is_no_problem()
    {
        var movable = new InspectorPort("pid 12 (node --inspect a.js)", null);
        StateOf(Healthy with { Port = movable }, "inspector-port").ShouldBe(DoctorState.Note);
        StateOf(Sick, "inspector-port").ShouldBe(DoctorState.Problem);
    }

    [Fact]
    public void Processes_of_other_users_are_no_problem_and_ones_own_are()
    {
        var foreign = Healthy with { Processes = [Sick.Processes[1]] };
        StateOf(foreign, "processes").ShouldBe(DoctorState.Note);
        StateOf(Healthy with { Processes = [Sick.Processes[0]] }, "processes").ShouldBe(DoctorState.Problem);
    }

    private static DoctorState StateOf(DoctorFacts facts, string name) =>
        DoctorChecks.Run(facts).Checks.Single(check => check.Name == name).State;

    private static string Page(DoctorFacts facts)
    {
        using var text = new StringWriter { NewLine = "\n" };
        TextRenderer.Write(DoctorPage.Of(DoctorChecks.Run(facts)), text, 80, color: false);
        return text.ToString();
    }
}
