using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Heapwise.Store.Sqlite;

/// <summary>
/// SQLite's native code. In the one file that is shipped it is a resource, which Linux loads from memory: no folder has to be writable.
/// After an ordinary build it lies beside the program, where the runtime finds it.
/// </summary>
internal static partial class SqliteLibrary
{
    private const string Name = "e_sqlite3";

    private static readonly Lazy<IntPtr> Library = new(Load);

    private static readonly Lazy<bool> Served = new(() =>
    {
        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) => name == Name ? Library.Value : IntPtr.Zero);
        return true;
    });

    /// <summary>A connection, not opened yet.</summary>
    public static SqliteConnection Connect(string settings)
    {
        _ = Served.Value;
        return new SqliteConnection(settings);
    }

    /// <summary>Zero: it is not inside, and the runtime looks for it.</summary>
    private static IntPtr Load()
    {
        using var inside = Assembly.GetEntryAssembly()?.GetManifestResourceStream(Name);
        if (inside is null || !OperatingSystem.IsLinux()) return IntPtr.Zero;
        var descriptor = CreateInMemory(Name, 0);
        if (descriptor < 0) return IntPtr.Zero;
        var path = $"/proc/self/fd/{descriptor}";
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write)) inside.CopyTo(file);
        return NativeLibrary.Load(path);
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateInMemory(string name, uint flags);
}
