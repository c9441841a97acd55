using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Heapwise.Live.Capture;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Launching;

/// <summary>
/// Becomes the program that was planned. The process is replaced (<c>execv</c>), not accompanied: pid, parent, terminal, streams,
/// signals and exit code are the program's own, and nothing of heapwise stays in memory.
/// </summary>
public static partial class Launch
{
    private const int BrokenPipe = 13;
    private const int NotExecutable = 8; // ENOEXEC
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Reads what the choice of flags depends on. Creates nothing.</summary>
    public static LaunchSurroundings Survey(string folder, string? nodeOptions)
    {
        var full = Path.GetFullPath(folder);
        var machine = Headroom.FindMachineMemory();
        var limit = OperatingSystem.IsLinux() ? CgroupMemory.FindLimit(Environment.ProcessId) : null;
        return new LaunchSurroundings
        {
            NodeOptions = nodeOptions,
            MemoryLimitBytes = limit < (machine ?? long.MaxValue) ? limit : null,
            MachineMemoryBytes = machine,
            Folder = full,
            FreeDiskBytes = Headroom.FindDisk(NearestExisting(full)),
            Earlier = EarlierSnapshots(full),
        };
    }

    /// <summary>The program's file, found before anything is said or made.</summary>
    /// <exception cref="TargetException">It is not there, or cannot be run.</exception>
    [UnsupportedOSPlatform("windows")]
    public static string FindProgram(LaunchPlan plan, string? path) => ProgramSearch.Find(plan.Program, path);

    /// <summary>Makes the folder (Node does not), readable by its owner only: snapshots hold secrets.</summary>
    /// <exception cref="TargetException"/>
    [UnsupportedOSPlatform("windows")]
    public static void PrepareFolder(LaunchPlan plan)
    {
        if (plan.Folder is not { } folder) return;
        try
        {
            if (!Directory.Exists(folder)) Directory.CreateDirectory(folder, OwnerOnly);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new TargetException($"--folder {folder}: cannot be made: {problem.Message.TrimEnd('.')}. Name one that can be written", problem);
        }
    }

    /// <summary>Does not return. Flush what was written before.</summary>
    /// <exception cref="TargetException">The system refuses to run the file.</exception>
    [UnsupportedOSPlatform("windows")]
    public static void Become(string file, LaunchPlan plan)
    {
        // The program's environment is the native one, byte for byte; .NET's is a copy of it.
        if (plan.NodeOptions is { } options && SetVariable("NODE_OPTIONS", options, overwrite: 1) != 0) throw Failure(plan, Marshal.GetLastPInvokeError());
        SetSignal(BrokenPipe, 0); // .NET ignores it, and what is ignored would stay so in the program
        Execute(file, [plan.Program, .. plan.Arguments, null]);
        throw Failure(plan, Marshal.GetLastPInvokeError());
    }

    private static TargetException Failure(LaunchPlan plan, int error) => new(
        $"{plan.Program} cannot be started: {(error == NotExecutable ? "not a program of this system, nor a script with a first line such as #!/bin/sh" : new Win32Exception(error).Message)}. Check the command after --");

    private static IReadOnlyList<FileInfo> EarlierSnapshots(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFiles("*.heapsnapshot").OrderBy(file => file.LastWriteTimeUtc)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return []; // it is not there yet, or not ours to see
        }
    }

    private static string NearestExisting(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent) folder = parent;
        return folder;
    }

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);
}
