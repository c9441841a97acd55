using System.Globalization;
using Heapwise.Live.Files;
using Heapwise.Live.Sessions;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// Where the snapshots of a run are written: a private temporary folder that is deleted with all in it, or one that the user named,
/// which stays. Only its owner can look into it: a heap holds secrets.
/// </summary>
public sealed class SnapshotFolder : IDisposable
{
    private const string Burst = "-burst-";

    private readonly string _path;

    private readonly TemporaryFolder? _temporary;

    private SnapshotFolder(string path, TemporaryFolder? temporary) => (_path, _temporary) = (path, temporary);

    public bool IsKept => _temporary is null;

    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public static SnapshotFolder Create(string? keep, string temporary)
    {
        if (keep is null)
        {
            var folder = TemporaryFolder.Create(temporary);
            return new SnapshotFolder(folder.Path, folder);
        }

        TemporaryFolder.CreatePrivate(Path.GetFullPath(keep));
        return new SnapshotFolder(Path.GetFullPath(keep), temporary: null);
    }

    /// <summary>
    /// The file of a round; 0 is the baseline. Names sort in the order of the rounds, and that of a burst says how many it
    /// is weight.
    /// </summary>
    internal string FileOf(IExaminedThread thread, int round, int weight)
    {
        var burst = weight > 1 ? FormattableString.Invariant($"{Burst}{weight}") : "";
        return FileOf(thread.ProcessId, thread.Worker, FormattableString.Invariant($"round-{round:00}{burst}.heapsnapshot"));
    }

    /// <summary>The file of the traced round, which is none of the series and not kept.</summary>
    public string TracedFileOf(NodeTarget thread) => FileOf(thread.ProcessId, thread.Worker, "traced.heaptimeline");

    /// <summary>How many usual rounds a kept snapshot came after, as its name says; 1 for files of other names.</summary>
    public static int WeightOf(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var at = name.LastIndexOf(Burst, StringComparison.Ordinal);
        if (at < 0) return 1;
        var isNumber = int.TryParse(name[(at + Burst.Length)..], NumberStyles.None, CultureInfo.InvariantCulture, out var weight);
        return isNumber && weight > 0 ? weight : 1;
    }

    /// <summary>Whether a folder has snapshots of an earlier run: those of two runs cannot be told apart, nor be compared.</summary>
    public static bool HasRounds(string path) =>
        Directory.Exists(path) && Directory.EnumerateFiles(path, "node-*-round-*.heapsnapshot").Any();

    /// <summary>Deletes a snapshot that is read, unless they are kept: disks are small.</summary>
    public void Release(string file)
    {
        if (!IsKept) File.Delete(file);
    }

    public void Dispose() => _temporary?.Dispose();

    private string FileOf(int processId, int? thread, string ending)
    {
        var worker = thread is { } id ? FormattableString.Invariant($"-worker-{id}") : "";
        return Path.Combine(_path, FormattableString.Invariant($"node-{processId}{worker}-{ending}"));
    }
}
