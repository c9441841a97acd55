using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Heapwise.Live.Files;

/// <summary>What .NET does not tell about files: whether one is a pipe or a device, who owns it, and whether we may write to it.</summary>
internal static partial class UnixFile
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeAndOwner = 0x1 | 0x8; // STATX_TYPE | STATX_UID
    private const int StatusBytes = 256; // of struct statx
    private const int OwnerAt = 20;
    private const int ModeAt = 28;
    private const int WriteAccess = 2; // W_OK

    /// <summary>Links are followed.</summary>
    public static OutputKind FindKind(string path)
    {
        if (!OperatingSystem.IsLinux()) return FindKindByName(path);
        if (FindStatus(path, flags: 0) is not { } status) return OutputKind.Missing;
        return (status.Mode & 0xF000) switch
        {
            0x8000 => OutputKind.File,
            0x4000 => OutputKind.Folder,
            0x1000 or 0x2000 => OutputKind.Stream, // a pipe, a device of characters
            _ => OutputKind.Other,
        };
    }

    /// <summary>The user who owns it, of a link the owner of the link; null where it cannot be told.</summary>
    public static uint? FindOwner(string path) => OperatingSystem.IsLinux() ? FindStatus(path, NoFollow)?.Owner : null;

    /// <summary>The user whose rights we have.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetUser();

    public static bool IsWritable(string path) =>
        OperatingSystem.IsWindows() ? !new FileInfo(path).IsReadOnly : Access(path, WriteAccess) == 0;

    private static (uint Owner, int Mode)? FindStatus(string path, int flags)
    {
        var status = new byte[StatusBytes];
        if (Status(CurrentFolder, path, flags, TypeAndOwner, status) != 0) return null;
        return (BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(OwnerAt)),
            BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(ModeAt)));
    }

    private static OutputKind FindKindByName(string path)
    {
        if (Directory.Exists(path)) return OutputKind.Folder;
        if (!File.Exists(path)) return OutputKind.Missing;
        return path.StartsWith("/dev/", StringComparison.Ordinal) ? OutputKind.Stream : OutputKind.File;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
