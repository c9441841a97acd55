namespace Heapwise.Live.Files;

/// <summary>What is at a path that something is to be written to, with links followed.</summary>
public enum OutputKind
{
    Missing,
    File,

    /// <summary>A pipe or a device that takes characters: it is written to as it is, and never replaced.</summary>
    Stream,
    Folder,

    /// <summary>A disk or a socket: nothing that a result is written to.</summary>
    Other,
}
