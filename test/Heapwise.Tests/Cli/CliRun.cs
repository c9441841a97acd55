using System.Text;
using Heapwise.Cli;
using Heapwise.Cli.Shell;
using Xunit;

namespace Heapwise.Tests.Cli;

/// <summary>One run of the command line inside the test, with everything it wrote.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public static async Task<CliRun> OfAsync(
        string arguments, int width = 80, bool isTerminal = false, params (string Name, string Value)[] variables)
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
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
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
