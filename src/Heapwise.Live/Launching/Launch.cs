using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Launching;

/// <summary>
/// Becomes the planned program. It replaces our process (<c>execv</c>), so that pid, parent, terminal, streams, signals and exit code are
/// the program's own, and nothing of heapwise stays in memory.
/// </summary>
public static partial class Launch
{
    private const int BrokenPipe = 13;
    private const int NotExecutable = 8; // ENOEXEC
    private const int CoreLimit = 4; // RLIMIT_CORE
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Reads what the choice of flags depends on. Creates nothing.</summary>
    public static LaunchSurroundings Survey(string folder, string? nodeOptions)
    {
        var full = Path.GetFullPath(folder);
        var machine = MachineMemory.FindTotal();
        var limit = OperatingSystem.IsLinux() ? CgroupMemory.FindLimit(Environment.ProcessId) : null;
        return new LaunchSurroundings
        {
            NodeOptions = nodeOptions,
            MemoryLimitBytes = limit < (machine ?? long.MaxValue) ? limit : null,
            MachineMemoryBytes = machine,
            Folder = full,
            FreeDiskBytes = DiskSpace.FindFree(FindExistingFolder(full)),
            Earlier = ListSnapshots(full),
        };
    }

    /// <summary>The program's file. Call this before anything is printed or created.</summary>
    /// <exception cref="TargetException">It does not exist, or cannot be run.</exception>
    [UnsupportedOSPlatform("windows")]
    public static string FindProgram(LaunchPlan plan, string? path) => ProgramSearch.Find(plan.Program, path);

    /// <summary>Creates the folder, which Node does not, readable by its owner only: snapshots contain secrets.</summary>
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
            throw new TargetException(
                $"--folder {folder}: cannot be created: {problem.Message.TrimEnd('.')}. Name one that is writable", problem);
        }
    }

    /// <summary>
    /// Lets the system keep a core file of us, and so of the program that we become: as large as it may be for this user.
    /// </summary>
    /// <exception cref="TargetException">It may not be, or this is not Linux.</exception>
    public static unsafe void AllowCore()
    {
        if (!OperatingSystem.IsLinux()) throw new TargetException("--core needs Linux");
        var limit = stackalloc ulong[2]; // the one that holds, and how far it may be raised
        if (GetLimit(CoreLimit, limit) != 0) throw new TargetException($"--core: the limit cannot be read: {LastError()}");
        if (limit[1] == 0) throw new TargetException("--core: core files are forbidden for this user (ulimit -H -c is 0)");
        limit[0] = limit[1];
        if (SetLimit(CoreLimit, limit) != 0) throw new TargetException($"--core: the limit cannot be raised: {LastError()}");
    }

    /// <summary>Where the system writes core files: a name, or after a bar a program that gets them; null if that is not known.</summary>
    public static string? CorePattern()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/core_pattern").Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Does not return. Flush all output first.</summary>
    /// <exception cref="TargetException">The system refuses to run the file.</exception>
    [UnsupportedOSPlatform("windows")]
    public static void Become(string file, LaunchPlan plan)
    {
        // The program gets the native environment, byte for byte; .NET's is a copy of it.
        if (plan.NodeOptions is { } options && SetVariable("NODE_OPTIONS", options, overwrite: 1) != 0)
            throw CreateFailure(plan, Marshal.GetLastPInvokeError());
        SetSignal(BrokenPipe, 0); // .NET ignores it, and the program would inherit that
        Execute(file, [plan.Program, .. plan.Arguments, null]);
        throw CreateFailure(plan, Marshal.GetLastPInvokeError());
    }

    private static TargetException CreateFailure(LaunchPlan plan, int error)
    {
        var reason = error == NotExecutable
            ? "not a program of this system, nor a script with a first line such as #!/bin/sh"
            : new Win32Exception(error).Message;
        return new TargetException($"{plan.Program} cannot be started: {reason}. Check the command after --");
    }

    private static IReadOnlyList<FileInfo> ListSnapshots(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFiles("*.heapsnapshot").OrderBy(file => file.LastWriteTimeUtc)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return []; // it does not exist yet, or is not readable
        }
    }

    /// <summary>The folder, or its nearest ancestor that exists.</summary>
    private static string FindExistingFolder(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent) folder = parent;
        return folder;
    }

    private static string LastError() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static unsafe partial int GetLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static unsafe partial int SetLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);
}
