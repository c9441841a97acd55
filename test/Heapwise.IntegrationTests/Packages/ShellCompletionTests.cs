using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Heapwise.IntegrationTests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Packages;

/// <summary>The key is pressed in interactive shells that have read the script of <c>heapwise completions</c>.</summary>
public sealed class ShellCompletionTests : IDisposable
{
    private const string Tab = "\t";

    /// <summary>Turns the completed line into <c>echo LINE</c> and runs it.</summary>
    private const string Print = "\x01" + "echo \x05 >> lines\r";

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-shell-").FullName;

    public ShellCompletionTests()
    {
        foreach (var name in new[] { "my app.heapsnapshot", "other.txt", "report.json" })
            File.WriteAllText(Path.Combine(_folder, name), "");
    }

    [Theory]
    [InlineData("bash", "bash --norc --noprofile -i", "source <(heapwise completions bash)")]
    [InlineData("zsh", "zsh -f -i", "autoload -Uz compinit; compinit -u -D; source <(heapwise completions zsh)")]
    public async Task A_shell_completes_a_line_that_is_typed(string shell, string interactive, string preparation)
    {
        await RequireAsync("script");
        await RequireAsync(shell);
        string[] typed =
        [
            "heapwise summ", "heapwise diagnose --lang=z", "heapwise diagnose --move", "heapwise summary m", "heapwise strings o",
            "heapwise sample unbounded-cache-f", "heapwise nonsense x",
        ];

        var keys = preparation + "\r" + string.Concat(typed.Select(line => line + Tab + Print)) + "exit\r";
        var shown = await RunAsync("script", ["-qec", interactive, "/dev/null"], keys);

        var lines = Path.Combine(_folder, "lines");
        (File.Exists(lines) ? await File.ReadAllTextAsync(lines, TestContext.Current.CancellationToken) : "").ShouldBe(
            """
            heapwise summary
            heapwise diagnose --lang=zh
            heapwise diagnose --move-inspector
            heapwise summary my app.heapsnapshot
            heapwise strings other.txt
            heapwise sample unbounded-cache-function
            heapwise nonsense x

            """,
            shown);
    }

    [Fact]
    public async Task Fish_completes_commands_values_and_files()
    {
        await RequireAsync("fish");
        string[] lines =
        [
            "heapwise summ", "heapwise diagnose --lang=z", "heapwise summary ", "heapwise strings oth", "heapwise verify --against ",
            "heapwise nonsense x",
        ];
        var script = "heapwise completions fish | source; for line in $argv; complete -C $line; end";

        var answer = await RunAsync("fish", ["--no-config", "-c", script, .. lines], "");

        answer.Replace("\t", ": ", StringComparison.Ordinal).ShouldBe(
            """
            summary: shows what a heap snapshot holds: where its bytes are, and its classes
            --lang=zh
            my app.heapsnapshot
            other.txt
            report.json

            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task RequireAsync(string program)
    {
        if ((await RunAsync("sh", ["-c", $"command -v {program} || true"], "")).Length == 0) Assert.Skip($"{program} is not installed");
    }

    private async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, string keys)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        start.Environment["HOME"] = _folder;
        start.Environment["TERM"] = "xterm";
        start.Environment["PATH"] = $"{Path.GetDirectoryName(RunningProgram.Executable)}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        using var process = Process.Start(start)!; // null only where a shell would reuse a process
        try
        {
            await process.StandardInput.WriteAsync(keys);
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return output;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
