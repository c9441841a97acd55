using System.Runtime.Versioning;
using System.Text.Json;
using System.Xml.Linq;
using Heapwise.Tests.Architecture;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Packages;

/// <summary>
/// What <c>eng/release.sh</c> built for this platform, installed from disk into an empty folder as a user would, without a registry.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReleaseTests : IDisposable
{
    private const int LeakFound = 1;

    private static readonly string Release = Path.Combine(Repository.Root, "artifacts", "release");

    private static readonly string Version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"))
        .Descendants("Version").Single().Value;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-release-").FullName;

    public ReleaseTests() =>
        Assert.SkipUnless(File.Exists(Path.Combine(Release, "SHA256SUMS")), "needs the packages that eng/release.sh builds");

    [Fact]
    public async Task Every_file_has_its_checksum()
    {
        var listed = File.ReadLines(Path.Combine(Release, "SHA256SUMS")).Select(line => line.Split("  ")[1]);
        listed.ShouldBe(Directory.GetFiles(Release).Select(Path.GetFileName).Where(name => name != "SHA256SUMS"), ignoreOrder: true);

        (await RunAsync("cd $1 && sha256sum --check --strict --quiet SHA256SUMS", Release)).ShouldBe(new CliRun(0, "", ""));
    }

    [Fact]
    public void The_bill_of_materials_lists_what_the_program_contains()
    {
        using var bom = JsonDocument.Parse(File.ReadAllText(Path.Combine(Release, "heapwise.cdx.json")));
        var groups = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("ItemGroup")
            .ToLookup(group => group.Attribute("Label")?.Value == "Product", group => group.Elements().Select(PackageUrl));

        var components = bom.RootElement.GetProperty("components").EnumerateArray().ToList();

        bom.RootElement.GetProperty("bomFormat").GetString().ShouldBe("CycloneDX");
        bom.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("version").GetString().ShouldBe(Version);
        var purls = components.Select(component => component.GetProperty("purl").GetString()!).ToList();
        purls.ShouldBeUnique();
        groups[true].SelectMany(urls => urls).ShouldBeSubsetOf(purls, "with what they need in turn");
        groups[false].SelectMany(urls => urls).Intersect(purls).ShouldBeEmpty("what only builds and tests it");
        purls.ShouldContain(purl => purl.StartsWith("pkg:nuget/Microsoft.NETCore.App.Runtime@10."));
        components.ShouldAllBe(component => component.GetProperty("licenses").GetArrayLength() > 0);

        static string PackageUrl(XElement package) =>
            $"pkg:nuget/{package.Attribute("Include")?.Value}@{package.Attribute("Version")?.Value}";
    }

    [Fact]
    public async Task The_archive_holds_the_program_its_manual_and_completions()
    {
        await ShouldSucceedAsync("tar xzf $1/heapwise-*-linux-x64.tar.gz --strip-components=1", Release);

        (await RunAsync("./heapwise --version")).ShouldBe(new CliRun(0, $"heapwise {Version}\n", ""));
        foreach (var file in new[] { "man/man1/heapwise.1", "man/man1/heapwise-diagnose.1", "completions/_heapwise", "LICENSE" })
            File.Exists(Path.Combine(_folder, file)).ShouldBeTrue(file);
    }

    [Fact]
    public async Task Npm_installs_it_offline_and_npx_finds_the_leak_of_the_sample()
    {
        await ShouldSucceedAsync(
            "npm install --offline --no-audit --no-fund $1/heapwise-$2.tgz $1/heapwise-linux-x64-$2.tgz", Release, Version);
        (await RunAsync("npx --no-install heapwise --version")).ShouldBe(new CliRun(0, $"heapwise {Version}\n", ""));
        (await RunAsync("npx --no-install heapwise ps")).Out.ShouldNotContain("/.bin/heapwise"); // npx runs it: it is no candidate
        await ShouldSucceedAsync("npx --no-install heapwise sample");

        var run = await RunAsync(
            "npx --no-install heapwise diagnose --load '/users/{n}' --format json -- node heapwise-sample/leaking.js");

        run.ExitCode.ShouldBe(LeakFound, run.ToString());
        using var report = JsonDocument.Parse(run.Out);
        report.RootElement.GetProperty("verdict").GetString().ShouldBe("leak");
    }

    [Fact]
    public async Task A_missing_package_of_the_platform_is_explained()
    {
        await ShouldSucceedAsync("npm install --offline --no-audit --no-fund --omit=optional $1/heapwise-$2.tgz", Release, Version);

        var run = await RunAsync("npx --no-install heapwise --version");

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("@heapwise/linux-x64, is not installed");
    }

    [Fact]
    public async Task The_package_of_lint_rules_holds_all_that_they_import()
    {
        await ShouldSucceedAsync("tar xzf $1/eslint-plugin-heapwise-$2.tgz", Release, Version);

        const string Script = "import plugin from './package/index.js'; console.log('timer' in plugin.rules)";
        var run = await RunAsync($"node --input-type=module -e \"{Script}\"");

        run.ShouldBe(new CliRun(0, "true\n", ""));
    }

    [Fact]
    public async Task The_package_of_the_guard_inside_programs_serves_both_kinds_of_modules()
    {
        await ShouldSucceedAsync("npm install --offline --no-audit --no-fund $1/heapwise-memory-guard-$2.tgz", Release, Version);
        const string Use = "console.log(new MemoryGuard().start().stop().isRunning)";

        var required = await RunAsync($"node -e \"const {{ MemoryGuard }} = require('heapwise-memory-guard'); {Use}\"");
        var imported = await RunAsync($"node --input-type=module -e \"import {{ MemoryGuard }} from 'heapwise-memory-guard'; {Use}\"");

        required.ShouldBe(new CliRun(0, "false\n", ""));
        imported.ShouldBe(required);
        Directory.GetFileSystemEntries(Path.Combine(_folder, "node_modules", "heapwise-memory-guard")).Select(Path.GetFileName).ShouldBe(
            ["index.cjs", "index.d.mts", "index.d.ts", "index.mjs", "lib", "LICENSE", "package.json", "README.md"], ignoreOrder: true);
    }

    [Fact]
    public async Task Dotnet_installs_it_as_a_tool()
    {
        await ShouldSucceedAsync("dotnet tool install heapwise --version $2 --tool-path tools --source $1", Release, Version);

        (await RunAsync("tools/heapwise --version")).ShouldBe(new CliRun(0, $"heapwise {Version}\n", ""));
        Directory.GetFiles(_folder, "*.dbg", SearchOption.AllDirectories).ShouldBeEmpty();
        var programs = Directory.GetFiles(Path.Combine(_folder, "tools"), "heapwise", SearchOption.AllDirectories);
        var largest = programs.MaxBy(file => new FileInfo(file).Length)!; // beside it, there is a link or a shell script
        File.ReadAllBytes(largest).ShouldBe(File.ReadAllBytes(Path.Combine(Repository.Root, "artifacts/native/linux-x64/heapwise")));
    }

    [Fact]
    public async Task The_Debian_package_installs_and_leaves_without_a_trace()
    {
        Assert.SkipUnless((await RunAsync("command -v dpkg")).ExitCode == 0, "needs dpkg");
        const string Dpkg = "dpkg --root=$PWD/system --force-not-root --force-depends --force-script-chrootless --log=/dev/null";
        await ShouldSucceedAsync("mkdir -p system/var/lib/dpkg/{info,updates,triggers} && touch system/var/lib/dpkg/{status,available}");

        await ShouldSucceedAsync($"{Dpkg} -i $1/heapwise_*_amd64.deb", Release);
        (await RunAsync("system/usr/bin/heapwise --version")).Out.ShouldBe($"heapwise {Version}\n");
        (await RunAsync("zcat system/usr/share/man/man1/heapwise.1.gz")).Out.ShouldContain("heapwise");
        foreach (var file in new[] { "bash-completion/completions/heapwise", "zsh/vendor-completions/_heapwise", "doc/heapwise/copyright" })
            File.Exists(Path.Combine(_folder, "system/usr/share", file)).ShouldBeTrue(file);

        await ShouldSucceedAsync($"{Dpkg} --purge heapwise");
        (await RunAsync("find system -path system/var -prune -o -type f -print")).Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_image_runs_as_a_user_without_rights()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root for chroot, in the place of a container engine");
        await ShouldSucceedAsync("tar xzf $1/heapwise-*-image.tar.gz", Release);
        (await RunAsync("cat Dockerfile")).Out.ShouldContain("USER 65532:65532");
        await ShouldSucceedAsync("mkdir root/dev && mknod -m 666 root/dev/null c 1 3 && mknod -m 666 root/dev/urandom c 1 9");
        const string Inside = "chroot --userspec=65532:65532 root /usr/bin/heapwise";

        (await RunAsync($"{Inside} --version")).ShouldBe(new CliRun(0, $"heapwise {Version}\n", ""));
        await ShouldSucceedAsync($"{Inside} sample -o /tmp/sample");
        File.Exists(Path.Combine(_folder, "root/tmp/sample/leaking.js")).ShouldBeTrue();
        (await RunAsync($"{Inside} sample -o /usr/sample")).ExitCode.ShouldBe(2);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task ShouldSucceedAsync(string script, params string[] arguments)
    {
        var run = await RunAsync(script, arguments);
        run.ExitCode.ShouldBe(0, run.ToString());
    }

    /// <summary>Runs a line of bash in the folder of this test, with a home of its own.</summary>
    private Task<CliRun> RunAsync(string script, params string[] arguments) => CliRun.OfProgramAsync(
        "bash", ["-c", $"cd '{_folder}' && {script}", "bash", .. arguments],
        ("npm_config_cache", Path.Combine(_folder, "npm")), ("npm_config_update_notifier", "false"), ("DOTNET_NOLOGO", "1"));
}
