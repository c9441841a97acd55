using System.Runtime.Versioning;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Launching;

/// <summary>Finds a program as a shell does: a name on the <c>PATH</c>, anything with a slash as a path. Unix.</summary>
[UnsupportedOSPlatform("windows")]
internal static class ProgramSearch
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="TargetException">It does not exist, or cannot be run.</exception>
    public static string Find(string program, string? path)
    {
        string[] candidates = program.Contains('/') ? [program] : [.. ListCandidates(program, path ?? "")];
        if (candidates.FirstOrDefault(IsExecutable) is { } found) return found;
        if (candidates.FirstOrDefault(File.Exists) is { } file)
            throw new TargetException(
                $"{file} cannot be started: it is not executable. Make it executable (chmod +x), "
                + $"or name the program that runs it: -- node {program}");
        if (Directory.Exists(program)) throw new TargetException($"{program} cannot be started: it is a folder. Name a program after --");
        var advice = program is "node" or "nodejs" ? "Install Node, or give the path of its binary" : "Check the command after --";
        throw new TargetException($"{program} cannot be started: no such program, here or on the PATH. {advice}");
    }

    private static IEnumerable<string> ListCandidates(string program, string path) =>
        path.Split(':').Select(folder => Path.Combine(folder.Length == 0 ? "." : folder, program));

    private static bool IsExecutable(string file) => File.Exists(file) && (File.GetUnixFileMode(file) & AnyExecute) != 0;
}
