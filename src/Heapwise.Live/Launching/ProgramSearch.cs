using System.Runtime.Versioning;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Launching;

/// <summary>Finds a program as a shell does: a name on the <c>PATH</c>, anything with a slash as it stands. Unix.</summary>
[UnsupportedOSPlatform("windows")]
internal static class ProgramSearch
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="TargetException">It is not there, or cannot be run.</exception>
    public static string Find(string program, string? path)
    {
        string[] places = program.Contains('/') ? [program] : [.. (path ?? "").Split(':').Select(folder => Path.Combine(folder.Length == 0 ? "." : folder, program))];
        if (places.FirstOrDefault(IsExecutable) is { } found) return found;
        if (places.FirstOrDefault(File.Exists) is { } file)
            throw new TargetException($"{file} cannot be started: it may not be run. Make it executable (chmod +x), or name the program that runs it: -- node {program}");
        if (Directory.Exists(program)) throw new TargetException($"{program} cannot be started: it is a folder. Name a program after --");
        throw new TargetException($"{program} cannot be started: no such program, here or on the PATH. {(program is "node" or "nodejs" ? "Install Node, or give the path of its binary" : "Check the command after --")}");
    }

    private static bool IsExecutable(string place) => File.Exists(place) && (File.GetUnixFileMode(place) & AnyExecute) != 0;
}
