namespace Heapwise.Live.Files;

/// <summary>
/// Where a result is written to. Links are followed, so that what a link leads to is replaced and not the link; what is not a file is
/// written to in its place.
/// </summary>
/// <param name="Path">The full path: of a file that a link led to, or as it was given for a stream.</param>
/// <param name="Kind">What is there.</param>
public sealed record OutputPlace(string Path, OutputKind Kind)
{
    /// <summary>True where something would be lost if it were replaced.</summary>
    public bool HasContent => Kind == OutputKind.File && new FileInfo(Path).Length > 0;

    /// <summary>Whether we may write to what is there.</summary>
    public bool IsWritable => UnixFile.IsWritable(Path);

    /// <exception cref="IOException">A link leads nowhere, as in a circle.</exception>
    public static OutputPlace Find(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        // What a descriptor leads to is already open, under a name that need not exist.
        if (IsDescriptor(full)) return new OutputPlace(full, OutputKind.Stream);
        var kind = UnixFile.FindKind(full);
        if (kind is OutputKind.Stream or OutputKind.Folder or OutputKind.Other) return new OutputPlace(full, kind);
        var isLink = new FileInfo(full).LinkTarget is not null;
        return new OutputPlace(isLink ? File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName : full, kind);
    }

    private static bool IsDescriptor(string path) =>
        path is "/dev/stdout" or "/dev/stderr" || path.StartsWith("/dev/fd/", StringComparison.Ordinal)
        || (path.StartsWith("/proc/", StringComparison.Ordinal) && path.Contains("/fd/", StringComparison.Ordinal));
}
