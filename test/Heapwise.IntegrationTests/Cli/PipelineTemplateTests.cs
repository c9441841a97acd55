using Heapwise.Tests.Architecture;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>
/// The steps of the GitHub action and of the GitLab template, run by the shell as those do, in a clone that has only the last commit. In
/// place of npx stands a script that runs this heapwise.
/// </summary>
public sealed class PipelineTemplateTests : IDisposable
{
    private readonly SmallRepository _repository = new();
    private readonly DirectoryInfo _clone = Directory.CreateTempSubdirectory("heapwise-clone-");

    public void Dispose()
    {
        _repository.Dispose();
        _clone.Delete(recursive: true);
    }

    [Fact]
    public async Task The_action_fails_a_change_that_leaks_and_leaves_its_reports()
    {
        var @base = await CloneChangeAsync();
        var outputs = Path.Combine(_clone.FullName, ".git", "outputs");

        var run = await RunStepAsync(
            "action.yml",
            ("GITHUB_OUTPUT", outputs),
            ("CONFIG", "heapwise.json"),
            ("AGAINST", @base),
            ("SCENARIOS", "shop"),
            ("VERSION", "0.1"),
            ("REPORTS", Path.Combine(_clone.FullName, "reports")),
            ("GITHUB_ACTIONS", "true"));

        run.ExitCode.ShouldBe(1, run.ToString());
        run.Error.ShouldContain("::error file=lib/visits.js,line=3,");
        string[] reports = [.. Directory.GetFiles(Path.Combine(_clone.FullName, "reports")).Select(file => Path.GetFileName(file)).Order()];
        reports.ShouldBe(["heapwise.sarif", "junit.xml", "report.md"]);
        var forTheNextStep = $"sarif={Path.Combine(_clone.FullName, "reports", "heapwise.sarif")}";
        File.ReadAllText(outputs).Trim().ShouldBe(forTheNextStep);
    }

    [Fact]
    public async Task The_template_fails_a_change_that_leaks_and_leaves_its_reports()
    {
        var @base = await CloneChangeAsync();

        var run = await RunStepAsync("ci/gitlab.yml", ("CI_MERGE_REQUEST_DIFF_BASE_SHA", @base), ("HEAPWISE_VERSION", "0.1"));

        run.ExitCode.ShouldBe(1, run.ToString());
        File.ReadAllText(Path.Combine(_clone.FullName, "heapwise-code-quality.json")).ShouldContain("\"path\": \"lib/visits.js\"");
        File.Exists(Path.Combine(_clone.FullName, "heapwise.xml")).ShouldBeTrue();
    }

    /// <summary>A leaking commit on a healthy one, and a clone of the last.</summary>
    /// <returns>The commit before.</returns>
    private async Task<string> CloneChangeAsync()
    {
        await _repository.CreateAsync(SmallRepository.Bounded, budgets: "{}");
        var @base = (await CliRun.OfProgramAsync("git", ["-C", _repository.Folder, "rev-parse", "HEAD"])).Out.Trim();
        await _repository.WriteAsync("lib/visits.js", SmallRepository.Leaking);
        await _repository.CommitAsync();
        // As servers of git do, it gives out any commit that is asked for.
        await CliRun.OfProgramAsync("git", ["-C", _repository.Folder, "config", "uploadpack.allowAnySHA1InWant", "true"]);
        var clone = await CliRun.OfProgramAsync("git", ["clone", "-q", "--depth", "1", $"file://{_repository.Folder}", _clone.FullName]);
        clone.ExitCode.ShouldBe(0, clone.ToString());
        return @base;
    }

    private async Task<CliRun> RunStepAsync(string template, params (string Name, string Value)[] variables)
    {
        var tools = Directory.CreateDirectory(Path.Combine(_clone.FullName, ".git", "tools")).FullName;
        var npx = Path.Combine(tools, "npx");
        await File.WriteAllTextAsync(npx, $"#!/bin/sh\nshift 2\nexec '{RunningProgram.Executable}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(npx, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var step = Path.Combine(tools, "step.sh");
        await File.WriteAllTextAsync(step, $"cd '{_clone.FullName}'\n{ScriptOf(template)}");
        var path = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}";
        string[] shell = template == "action.yml" ? ["bash", "-e", step] : ["sh", "-e", step]; // as the runners call it
        return await CliRun.OfProgramAsync(shell[0], shell[1..], [("PATH", path), .. variables]);
    }

    /// <summary>The first block of shell commands of a file: what follows <c>run: |</c> or <c>- |</c>, deeper than that.</summary>
    private static string ScriptOf(string template)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, template));
        var begin = Array.FindIndex(lines, line => line.TrimEnd().EndsWith('|'));
        var depth = Depth(lines[begin + 1]);
        return string.Join('\n', lines.Skip(begin + 1).TakeWhile(line => line.Length == 0 || Depth(line) >= depth)) + "\n";

        static int Depth(string line) => line.Length - line.TrimStart().Length;
    }
}
