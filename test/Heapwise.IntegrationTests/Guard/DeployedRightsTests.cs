using System.Text.RegularExpressions;
using Heapwise.Cli.Shell;
using Heapwise.IntegrationTests.Cli;
using Heapwise.IntegrationTests.Live;
using Heapwise.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>The rights that the files of deploy/ give to a guard: enough to read a heap, and not more than that takes.</summary>
public sealed partial class DeployedRightsTests : IDisposable
{
    private const string Program = "setInterval(() => {}, 1000); console.log('ready')";

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-rights-").FullName;

    [Fact]
    public async Task Root_with_the_capabilities_of_the_DaemonSet_reads_heap_and_descriptors()
    {
        var capabilities = ReadCapabilities("kubernetes/daemonset.yaml", AddedCapabilities);
        var said = await LookAsync(["setpriv", "--no-new-privs", .. With(capabilities)]);
        said.ShouldMatch(@": heap \d.* of .* descriptors\n$");
    }

    [Theory]
    [InlineData("SYS_PTRACE", "heap unknown")]
    [InlineData("DAC_READ_SEARCH", @": heap \d[^\n]*(?<!descriptors)\n$")]
    public async Task Without_one_of_them_something_is_not_read(string missing, string said)
    {
        var capabilities = ReadCapabilities("kubernetes/daemonset.yaml", AddedCapabilities).Where(name => name != missing);
        (await LookAsync(["setpriv", "--no-new-privs", .. With(capabilities)])).ShouldMatch(said);
    }

    [Fact]
    public async Task The_user_of_the_unit_reads_heap_and_descriptors_of_another_user()
    {
        const int Own = Privileges.Nobody - 1;
        var capabilities = ReadCapabilities("systemd/heapwise-guard.service", AmbientCapabilities).ToList();
        var ambient = string.Join("", capabilities.Select(name => $",+{name.ToLowerInvariant()}"));
        var said = await LookAsync(
        [
            "setpriv", $"--reuid={Own}", $"--regid={Own}", "--clear-groups", "--no-new-privs", .. With(capabilities),
            $"--ambient-caps=-all{ambient}",
        ]);
        said.ShouldMatch(@": heap \d.* of .* descriptors\n$");
    }

    [Fact]
    public async Task A_sidecar_of_the_same_user_reads_heap_and_descriptors_without_capabilities()
    {
        const string Yama = "/proc/sys/kernel/yama/ptrace_scope";
        if (File.Exists(Yama) && File.ReadAllText(Yama).Trim() != "0") Assert.Skip($"needs 0 in {Yama}");
        var said = await LookAsync([.. Privileges.AsNobody, "setpriv", "--no-new-privs"]);
        said.ShouldMatch(@": heap \d.* of .* descriptors\n$");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What a guard with a prefix says of a program of user nobody, which has no capabilities.</summary>
    private async Task<string> LookAsync(IReadOnlyList<string> guardPrefix)
    {
        await Privileges.RequireAsync(guardPrefix, RunningProgram.Executable);
        var node = Path.Combine(_folder, "node"); // a copy, since the home folder of whoever runs the tests may be closed to others
        File.Copy(await NodeInstall.RequireAsync(24), node);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await Privileges.RequireAsync(Privileges.AsNobody, node);
        await using var program = await NodeProgram.RunSourceAsync(
            24, Program, prefix: [.. Privileges.AsNobody, "sh", "-c", $"shift; exec {node} \"$@\"", "sh"]);
        await using var guard = await RunningProgram.StartAsync(["guard", "--pid", $"{program.ProcessId}", "--once"], prefix: guardPrefix);
        (await guard.WaitForExitAsync()).ShouldBe(ExitCode.Success, guard.Errors);
        return guard.Output;
    }

    private static IReadOnlyList<string> With(IEnumerable<string> capabilities)
    {
        var list = "-all" + string.Join("", capabilities.Select(name => $",+{name.ToLowerInvariant()}"));
        return [$"--bounding-set={list}", $"--inh-caps={list}"];
    }

    /// <summary>Without the prefix <c>CAP_</c>.</summary>
    private static IEnumerable<string> ReadCapabilities(string file, Regex line)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "deploy", file));
        var names = line.Match(text).Groups[1].Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        names.Length.ShouldBe(2);
        return names.Select(name => name.Replace("CAP_", "", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"add: \[(.*)\]", RegexOptions.None, 1000)]
    private static partial Regex AddedCapabilities { get; }

    [GeneratedRegex("^AmbientCapabilities=(.*)$", RegexOptions.Multiline, 1000)]
    private static partial Regex AmbientCapabilities { get; }
}
