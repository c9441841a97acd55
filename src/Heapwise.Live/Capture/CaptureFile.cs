using System.Globalization;
using Heapwise.Live.Files;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>Where the file of a capture is written.</summary>
public static class CaptureFile
{
    /// <summary>
    /// The place of the file. Without a path given, a name in the current folder as Node gives its own files:
    /// <c>Heap.yyyymmdd.hhmmss.pid.tid.seq.ENDING</c>.
    /// </summary>
    /// <exception cref="TargetException">It is a folder, or its folder does not exist. Checked before the target is touched.</exception>
    internal static OutputPlace Resolve(string? path, NodeTarget target, string ending, ref int sequence) =>
        Resolve(path, target.ProcessId, target.Worker, target.Options.Time, ending, ref sequence);

    /// <summary>The same for a single file.</summary>
    /// <exception cref="TargetException">It is a folder, or its folder does not exist.</exception>
    internal static OutputPlace Resolve(string? path, NodeTarget target, string ending)
    {
        var sequence = 0;
        return Resolve(path, target, ending, ref sequence);
    }

    /// <summary>The same for a process that is not attached to.</summary>
    /// <param name="path">Where it is wanted; null: in the current folder.</param>
    /// <param name="processId">The process.</param>
    /// <param name="worker">Its worker thread; null for the main thread.</param>
    /// <param name="time">The time of the name.</param>
    /// <param name="ending">Of the name, without a dot.</param>
    /// <param name="sequence">Counts the names that were given.</param>
    /// <exception cref="TargetException">It is a folder, or its folder does not exist.</exception>
    public static OutputPlace Resolve(
        string? path, int processId, int? worker, TimeProvider time, string ending, ref int sequence)
    {
        var place = OutputPlace.Find(path ?? NextName(processId, worker, time, ending, ref sequence));
        if (place.Kind == OutputKind.Folder) throw new TargetException($"{place.Path} is a folder. Give a file name with -o");
        var folder = FolderOf(place.Path);
        if (!Directory.Exists(folder))
            throw new TargetException($"{folder}: no such folder. Create it, or choose another location with -o");
        return place;
    }

    public static TargetException CreateFailure(string file, Exception problem) => new(
        $"{file} could not be written: {FileErrors.Describe(problem)}. Free some space, or choose another location with -o", problem);

    public static string FolderOf(string file) => Path.GetDirectoryName(file)!; // null only for a root, which is a folder

    private static string NextName(int processId, int? worker, TimeProvider time, string ending, ref int sequence)
    {
        while (true)
        {
            var now = time.GetLocalNow();
            var name = string.Create(
                CultureInfo.InvariantCulture,
                $"Heap.{now:yyyyMMdd.HHmmss}.{processId}.{worker ?? 0}.{++sequence:000}.{ending}");
            if (!File.Exists(name)) return name;
        }
    }
}
