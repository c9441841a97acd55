using Heapwise.IntegrationTests.Diagnosis;
using Heapwise.Tests.Architecture;
using Shouldly;

namespace Heapwise.IntegrationTests.Page;

/// <summary>
/// Snapshots of <c>Shop.js</c>, which leaks offers, taken once by a diagnosis: of the baseline, of two rounds, of a burst, of one more
/// round.
/// </summary>
public sealed class ShopRecording : IDisposable
{
    private const int Major = 24;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-shop-").FullName;
    private IReadOnlyList<string> _files = [];

    public static string Script { get; } = Path.Combine(Repository.Root, "test", "Heapwise.IntegrationTests", "Page", "Shop.js");

    /// <summary>The line of the script that has this text, counted from 1.</summary>
    public static int LineOf(string text) =>
        Array.FindIndex(File.ReadAllLines(Script), line => line.Contains(text, StringComparison.Ordinal)) + 1;

    /// <summary>The snapshots, the earliest first.</summary>
    public async Task<IReadOnlyList<string>> RequireAsync()
    {
        if (_files.Count > 0) return _files;
        var node = await NodeInstall.RequireAsync(Major);
        var port = DiagnoseRun.FreePort();
        var kept = Path.Combine(_folder, "kept");
        string[] load = ["--load", $"http://127.0.0.1:{port}/", "--keep", kept, "--rounds", "2"];
        var run = await DiagnoseRun.OfAsync([.. load, .. DiagnoseRun.Short, .. DiagnoseRun.Program(node, Script, port)]);
        _files = [.. Directory.EnumerateFiles(kept, "*.heapsnapshot").Order(StringComparer.Ordinal)];
        _files.Count.ShouldBeGreaterThan(2, run.ToString());
        return _files;
    }

    /// <summary>The same script with visitors of its own, to be watched. It may be traced.</summary>
    internal static Task<NodeProgram> StartAsync(int everyMs) => NodeProgram.RunFileAsync(
        Major, Script, environment: new Dictionary<string, string> { ["VISITS_EVERY_MS"] = $"{everyMs}" }, prefix: NodeProgram.Apart);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
