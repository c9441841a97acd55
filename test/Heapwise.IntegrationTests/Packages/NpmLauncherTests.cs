using System.Diagnostics;
using System.Runtime.Versioning;
using Heapwise.Live.Processes;
using Heapwise.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Packages;

/// <summary>
/// The launcher of the npm package, in a folder as npm leaves it, with shell scripts in the place of the platform's binary.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class NpmLauncherTests : IDisposable
{
    private const string Binary = "@heapwise/linux-x64";
    private const string Musl = "@heapwise/linux-x64-musl";

    private const string Waiting =
        "trap 'echo TERM; exit 7' TERM; trap 'echo INT; exit 8' INT; echo ready; while :; do sleep 0.05; done";

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-npm-").FullName;

    public NpmLauncherTests()
    {
        var package = Path.Combine(Modules, "heapwise");
        Directory.CreateDirectory(package);
        foreach (var file in new[] { "package.json", "heapwise.js" })
            File.Copy(Path.Combine(Repository.Root, "npm", "heapwise", file), Path.Combine(package, file));
    }

    private string Modules => Path.Combine(_folder, "node_modules");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Arguments_and_the_exit_code_are_passed_on(int major)
    {
        Install(Binary, "echo \"$# $1|$2\"; exit 5");

        var run = await RunAsync(major, ["two words", "--load=*"]);

        run.ShouldBe((5, "2 two words|--load=*\n", ""));
    }

    [Theory, InlineData("KILL", 137), InlineData("SEGV", 139), InlineData("TERM", 143)]
    public async Task A_binary_that_a_signal_ends_is_no_success(string signal, int exitCode)
    {
        Install(Binary, $"kill -{signal} $$");

        (await RunAsync(24, [])).ExitCode.ShouldBe(exitCode);
    }

    [Theory(Timeout = 60_000), InlineData(15, "TERM", 7), InlineData(2, "INT", 8)]
    public async Task A_signal_reaches_the_binary_whose_end_is_awaited(int signal, string name, int exitCode)
    {
        Install(Binary, Waiting);
        using var launcher = await StartAsync(24, []);
        (await launcher.StandardOutput.ReadLineAsync(Cancellation)).ShouldBe("ready");

        Signals.Send(launcher.Id, signal).ShouldBeTrue();

        (await launcher.StandardOutput.ReadLineAsync(Cancellation)).ShouldBe(name);
        await launcher.WaitForExitAsync(Cancellation);
        launcher.ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task Without_its_binary_the_likely_causes_are_told()
    {
        var run = await RunAsync(24, []);

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldStartWith($"heapwise: its binary, the package {Binary}, is not installed.");
        run.Error.ShouldContain("--omit=optional");
        run.Error.ShouldContain($"npm install --no-save {Binary}@");
        run.Error.ShouldContain("HEAPWISE_BINARY");
    }

    [Fact]
    public async Task A_folder_copied_from_another_platform_is_told()
    {
        Install("@heapwise/darwin-arm64", "exit 0");

        var run = await RunAsync(24, []);

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldStartWith("heapwise: node_modules contains the binary for darwin-arm64, but this is linux-x64.");
    }

    [Fact]
    public async Task A_binary_that_may_not_be_executed_is_told()
    {
        Install(Binary, "exit 0");
        var path = PathOf(Binary);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);

        var run = await RunAsync(24, []);

        run.ShouldBe((3, "", $"heapwise: {path} may not be executed. Run: chmod +x {path}\n"));
    }

    /// <summary>The system then says that the binary does not exist, although it is another file that is missing.</summary>
    [Fact]
    public async Task A_binary_for_another_C_library_gives_way_to_the_other_build()
    {
        Install(Binary, "exit 0", interpreter: "/lib/no-such-loader.so");
        (await RunAsync(24, [])).ShouldBe((3, "", $"heapwise: {PathOf(Binary)} was built for another C library than this system has.\n"));

        Install(Musl, "exit 6");
        (await RunAsync(24, [])).ExitCode.ShouldBe(6);
    }

    [Fact]
    public async Task A_binary_of_ones_own_can_be_named()
    {
        Install(Binary, "exit 1");
        Install(Musl, "exit 4");

        (await RunAsync(24, [], PathOf(Musl))).ExitCode.ShouldBe(4);
        (await RunAsync(24, [], "/no/file")).ShouldBe((3, "", "heapwise: HEAPWISE_BINARY names /no/file, which does not exist.\n"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string package) => Path.Combine(Modules, package, "bin", "heapwise");

    private void Install(string package, string script, string interpreter = "/bin/sh")
    {
        var path = PathOf(package);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(Path.Combine(Modules, package, "package.json"), "{}");
        File.WriteAllText(path, $"#!{interpreter}\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<Process> StartAsync(int major, string[] arguments, string? binary = null)
    {
        var launcher = Path.Combine(Modules, "heapwise", "heapwise.js");
        var start = new ProcessStartInfo(await NodeInstall.RequireAsync(major), [launcher, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.Environment.Remove("NODE_OPTIONS");
        start.Environment["HEAPWISE_BINARY"] = binary;
        return Process.Start(start)!;
    }

    private async Task<(int ExitCode, string Out, string Error)> RunAsync(int major, string[] arguments, string? binary = null)
    {
        using var launcher = await StartAsync(major, arguments, binary);
        var output = launcher.StandardOutput.ReadToEndAsync(Cancellation);
        var error = launcher.StandardError.ReadToEndAsync(Cancellation);
        await launcher.WaitForExitAsync(Cancellation);
        return (launcher.ExitCode, await output, await error);
    }
}
