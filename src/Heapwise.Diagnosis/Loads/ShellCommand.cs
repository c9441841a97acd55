using System.Diagnostics;

namespace Heapwise.Diagnosis.Loads;

/// <summary>A command of the user that the shell runs. It gets no input.</summary>
/// <param name="Text">For <c>sh -c</c>.</param>
/// <param name="Folder">Where it runs; empty: in ours.</param>
/// <param name="Environment">Variables that it is given besides ours.</param>
internal sealed record ShellCommand(string Text, string Folder, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(1);

    /// <summary>Runs it to its end. Where it is cancelled, everything that it started is ended, too.</summary>
    /// <param name="output">Receives both its outputs. Not disposed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no shell.</exception>
    public async Task<int> RunAsync(Stream output, TimeProvider time, CancellationToken cancellation)
    {
        using var process = Start();
        process.StandardInput.Close();
        var writing = new SemaphoreSlim(1, 1);
        var passing = Task.WhenAll(
            PassOnAsync(process.StandardOutput.BaseStream, output, writing),
            PassOnAsync(process.StandardError.BaseStream, output, writing));
        try
        {
            await process.WaitForExitAsync(cancellation);
            await Task.WhenAny(passing, Task.Delay(LastOutput, time, cancellation)); // a background process may keep the outputs open
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private Process Start()
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/c", Text])
            : new ProcessStartInfo("/bin/sh", ["-c", Text]);
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = Folder;
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!; // never null without UseShellExecute
    }

    private static async Task PassOnAsync(Stream source, Stream output, SemaphoreSlim writing)
    {
        var buffer = new byte[16 << 10];
        while (await source.ReadAsync(buffer) is > 0 and var count)
        {
            await writing.WaitAsync();
            try
            {
                await output.WriteAsync(buffer.AsMemory(0, count));
                await output.FlushAsync();
            }
            finally
            {
                writing.Release();
            }
        }
    }
}
