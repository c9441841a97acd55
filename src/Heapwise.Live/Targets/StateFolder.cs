namespace Heapwise.Live.Targets;

/// <summary>
/// Where runs of heapwise leave notes for each other: <c>$XDG_STATE_HOME/heapwise</c>, or <c>~/.local/state/heapwise</c>. Only its owner
/// has access.
/// </summary>
public static class StateFolder
{
    public static string Default { get; } = Find();

    public static void Create(string folder)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }

    private static string Find()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (!string.IsNullOrEmpty(state)) return Path.Combine(state, "heapwise");
        // Not verified: a home that does not exist would be "", and the folder one below the current folder.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(home, ".local", "state", "heapwise");
    }
}
