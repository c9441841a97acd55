using System.ComponentModel;
using System.Diagnostics;
using Heapwise.Live.Launching;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Surroundings;

/// <summary>The Node that <c>-- node app.js</c> starts.</summary>
/// <param name="Path">Where it is; null where there is none.</param>
/// <param name="Version">As it prints it, <c>v24.21.0</c>; null where it does not.</param>
public sealed record InstalledNode(string? Path, string? Version)
{
    private const int MaxVersion = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public int? Major => Version is not null && int.TryParse(Version.TrimStart('v').Split('.')[0], out var major) ? major : null;

    /// <summary>Runs <c>node --version</c>: what is on the path may be the script of a version manager.</summary>
    /// <param name="path">The variable <c>PATH</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<InstalledNode> FindAsync(string? path, CancellationToken cancellation)
    {
        string? program = null;
        try
        {
            program = OperatingSystem.IsWindows() ? "node" : ProgramSearch.Find("node", path);
            return new InstalledNode(program, await ReadVersionAsync(program, cancellation));
        }
        catch (Exception problem) when (problem is TargetException or Win32Exception)
        {
            return new InstalledNode(OperatingSystem.IsWindows() ? null : program, null);
        }
    }

    private static async Task<string?> ReadVersionAsync(string program, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, "--version")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("NODE_OPTIONS");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var node = Process.Start(start)!; // null only where a shell would reuse a process
        try
        {
            node.StandardInput.Close();
            var errors = node.StandardError.ReadToEndAsync(patience.Token); // so that it does not block
            var line = (await node.StandardOutput.ReadLineAsync(patience.Token))?.Trim();
            await errors;
            await node.WaitForExitAsync(patience.Token);
            return node.ExitCode == 0 && line is ['v', >= '0' and <= '9', ..] && line.Length <= MaxVersion ? line : null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (!node.HasExited) node.Kill(entireProcessTree: true);
        }
    }
}
