using Xunit;

namespace Heapwise.IntegrationTests;

/// <summary>
/// Packages of npm that programs of tests use, kept in <c>~/.cache/heapwise/packages</c>. A missing one is installed once; where that fails
/// the calling test is skipped and says why.
/// </summary>
internal static class NpmPackage
{
    private static readonly string Folder = Path.Combine(NodeInstall.Folder, "..", "packages");

    /// <summary>The folder of the package, for <c>require</c>.</summary>
    public static async Task<string> RequireAsync(string name, int major)
    {
        var folder = Path.GetFullPath(Path.Combine(Folder, $"{name}-{major}"));
        var package = Path.Combine(folder, "node_modules", name);
        Directory.CreateDirectory(folder);
        await using var locked = await NodeInstall.LockAsync(Path.Combine(folder, ".install.lock"));
        var mark = Path.Combine(folder, ".installed");
        if (File.Exists(mark)) return package;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private":true}""");
            var (code, output) = await NodeInstall.RunAsync(
                "npm", ["install", "--no-fund", "--no-audit", "--ignore-scripts", $"{name}@{major}"], folder);
            if (code != 0) Assert.Skip($"{name} {major} could not be installed with npm: {output.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            Assert.Skip($"{name} {major} could not be installed with npm: {problem.Message}");
        }

        await File.WriteAllTextAsync(mark, "");
        return package;
    }
}
