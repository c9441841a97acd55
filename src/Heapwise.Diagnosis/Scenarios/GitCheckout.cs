using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Settings;

namespace Heapwise.Diagnosis.Scenarios;

/// <summary>
/// Another version of the repository in a temporary folder, as git has it: nothing of the repository or its work tree is changed.
/// Disposing removes the folder.
/// </summary>
public sealed class GitCheckout : IDisposable
{
    private static readonly Dictionary<string, string> NoVariables = [];

    private readonly DirectoryInfo _folder;
    private readonly string _root;

    private GitCheckout(DirectoryInfo folder, string root, string commit)
    {
        _folder = folder;
        _root = root;
        Commit = commit;
    }

    /// <summary>The commit, abbreviated.</summary>
    public string Commit { get; }

    /// <param name="folder">A folder of the repository.</param>
    /// <param name="reference">A branch, tag or commit.</param>
    /// <param name="setup">A shell command that prepares it, run where <paramref name="folder"/> is in it; null: the packages that are
    /// installed in the work tree are used.</param>
    /// <param name="output">Where that command's output goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the command.</param>
    /// <exception cref="SettingsException">There is no such repository or version, or the command failed.</exception>
    public static async Task<GitCheckout> CreateAsync(
        string folder, string reference, string? setup, Stream output, TimeProvider time, CancellationToken cancellation)
    {
        var root = await AskAsync(folder, ["rev-parse", "--show-toplevel"], "is not in a git repository", cancellation);
        var commit = await AskAsync(
            folder,
            ["rev-parse", "--verify", "--quiet", "--short", "--end-of-options", reference + "^{commit}"],
            $"has no version '{reference}'. A clone without history does not have it: git fetch --depth 1 origin {reference}",
            cancellation);
        var checkout = new GitCheckout(Directory.CreateTempSubdirectory("heapwise-against-"), root, commit);
        try
        {
            await checkout.ExtractAsync(cancellation);
            var place = checkout.PlaceOf(folder);
            if (setup is null) checkout.LinkPackages(folder);
            else await RunSetupAsync(setup, place, output, time, cancellation);
            return checkout;
        }
        catch
        {
            checkout.Dispose();
            throw;
        }
    }

    /// <summary>The folder in this version that a folder of the work tree corresponds to.</summary>
    /// <exception cref="SettingsException">It is outside the repository, or this version does not have it.</exception>
    public string PlaceOf(string folder)
    {
        var relative = Path.GetRelativePath(_root, Resolve(folder));
        if (relative.StartsWith("..", StringComparison.Ordinal)) throw new SettingsException($"{folder}: outside the repository {_root}");
        var place = Path.GetFullPath(Path.Combine(_folder.FullName, relative));
        return Directory.Exists(place) ? place : throw new SettingsException($"{Commit} has no folder {relative}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task ExtractAsync(CancellationToken cancellation)
    {
        using var git = Start(["-C", _root, "archive", "--format=tar", Commit], _root);
        var errors = git.StandardError.ReadToEndAsync(cancellation);
        await TarFile.ExtractToDirectoryAsync(git.StandardOutput.BaseStream, _folder.FullName, overwriteFiles: true, cancellation);
        await git.WaitForExitAsync(cancellation);
        if (git.ExitCode != 0) throw new SettingsException($"git archive {Commit}: {(await errors).Trim()}");
    }

    /// <summary>Makes the work tree's packages visible, in its folder and those above it.</summary>
    private void LinkPackages(string folder)
    {
        for (var at = Resolve(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            var packages = Path.Combine(at, "node_modules");
            var link = Path.Combine(PlaceOf(at), "node_modules");
            if (Directory.Exists(packages) && !Directory.Exists(link)) Directory.CreateSymbolicLink(link, packages);
            if (at == _root) break;
        }
    }

    private static async Task RunSetupAsync(
        string command, string folder, Stream output, TimeProvider time, CancellationToken cancellation)
    {
        var exitCode = await new ShellCommand(command, folder, NoVariables).RunAsync(output, time, cancellation);
        if (exitCode != 0) throw new SettingsException($"setup '{command}' ended with exit code {exitCode} in {folder}");
    }

    private static async Task<string> AskAsync(string folder, string[] words, string problem, CancellationToken cancellation)
    {
        using var git = Start(["-C", folder, .. words], folder);
        var errors = git.StandardError.ReadToEndAsync(cancellation);
        var answer = (await git.StandardOutput.ReadToEndAsync(cancellation)).Trim();
        await git.WaitForExitAsync(cancellation);
        if (git.ExitCode == 0 && answer.Length > 0) return answer;
        var said = (await errors).Trim().Split('\n')[0];
        throw new SettingsException($"--against: {folder} {problem}{(said.Length > 0 ? $" (git: {said})" : "")}");
    }

    private static Process Start(string[] words, string folder)
    {
        var start = new ProcessStartInfo("git", words)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        try
        {
            return Process.Start(start)!; // never null without UseShellExecute
        }
        catch (Win32Exception problem)
        {
            throw new SettingsException($"git cannot be run: {problem.Message}", problem);
        }
    }

    /// <summary>Git names its root without symbolic links.</summary>
    private static string Resolve(string folder) =>
        new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(folder);
}
