using System.Globalization;
using Heapwise.Live.Files;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>Where the file of a capture is written.</summary>
internal static class CaptureFile
{
    /// <summary>
    /// The place of the file. Without a path given, a name in the current folder as Node gives its own files:
    /// <c>Heap.yyyymmdd.hhmmss.pid.tid.seq.ENDING</c>.
    /// </summary>
    /// <exception cref="TargetException">It is a folder, or its folder does not exist. Checked before the target is touched.</exception>
    public static OutputPlace Resolve(string? path, NodeTarget target, string ending, ref int sequence)
    {
        var place = OutputPlace.Find(path ?? NextName(target, ending, ref sequence));
        if (place.Kind == OutputKind.Folder) throw new TargetException($"{place.Path} is a folder. Give a file name with -o");
        var folder = FolderOf(place.Path);
        if (!Directory.Exists(folder))
            throw new TargetException($"{folder}: no such folder. Create it, or choose another location with -o");
        return place;
    }

    /// <summary>The same for a single file.</summary>
    /// <exception cref="TargetException">It is a folder, or its folder does not exist.</exception>
    public static OutputPlace Resolve(string? path, NodeTarget target, string ending)
    {
        var sequence = 0;
        return Resolve(path, target, ending, ref sequence);
    }

    public static TargetException CreateFailure(string file, Exception problem) => new(
        $"{file} could not be written: {FileErrors.Describe(problem)}. Free some space, or choose another location with -o", problem);

    public static string FolderOf(string file) => Path.GetDirectoryName(file)!; // null only for a root, which is a folder

    private static string NextName(NodeTarget target, string ending, ref int sequence)
    {
        while (true)
        {
            var now = target.Options.Time.GetLocalNow();
            var name = string.Create(
                CultureInfo.InvariantCulture,
                $"Heap.{now:yyyyMMdd.HHmmss}.{target.ProcessId}.{target.Worker ?? 0}.{++sequence:000}.{ending}");
            if (!File.Exists(name)) return name;
        }
    }
}
