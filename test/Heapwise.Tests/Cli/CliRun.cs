using System.Diagnostics;
using System.Text;
using Heapwise.Cli;
using Heapwise.Cli.Shell;
using Xunit;

namespace Heapwise.Tests.Cli;

/// <summary>
/// One run of the command line inside the test, with everything it wrote; or of the built program that HEAPWISE_PROGRAM names, which may
/// be the last word of a command line (<c>qemu-x86_64 -cpu Westmere …/heapwise</c>). What needs a terminal always runs inside.
/// </summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    private static readonly string[] Program =
        Environment.GetEnvironmentVariable("HEAPWISE_PROGRAM")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    public static Task<CliRun> OfAsync(
        string arguments, int width = 80, bool isTerminal = false, params (string Name, string Value)[] variables)
    {
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Program is not [var program, .. var first] || isTerminal) return InsideAsync(words, width, isTerminal, variables);
        return OfProgramAsync(program, [.. first, .. words], [("COLUMNS", $"{width}"), .. variables]);
    }

    /// <summary>Runs a program that gets an empty input.</summary>
    public static async Task<CliRun> OfProgramAsync(string program, string[] arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!; // null only where a shell would reuse a process
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliRun(process.ExitCode, await output, await error);
    }

    private static async Task<CliRun> InsideAsync(string[] words, int width, bool isTerminal, (string Name, string Value)[] variables)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Output = output,
            Error = error,
            OutputIsTerminal = isTerminal,
            Width = width,
            Variable = name => variables.FirstOrDefault(variable => variable.Name == name).Value,
        };
        var exitCode = await HeapwiseApp.RunAsync(words, terminal, TestContext.Current.CancellationToken);
        return new CliRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>The whole run as a person would see it, for approval.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Out);
        if (Error.Length > 0) text.Append("[stderr]\n").Append(Error);
        return text.Append("[exit code ").Append(ExitCode).Append("]\n").ToString();
    }
}
