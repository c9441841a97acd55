namespace Heapwise.Analysis.Locations;

/// <summary>A source of the text of a program's scripts: files on disk, the running process, or the snapshot itself.</summary>
public interface ISourceTexts
{
    /// <summary>
    /// The text of a script, named as V8 names it (a path or a URL); null where it is not available. Never throws for a missing file.
    /// </summary>
    string? FindText(string script);

    /// <summary>
    /// The text of a source that a script was compiled from, which may have the script's name; null where it is not available. Never throws
    /// for a missing file.
    /// </summary>
    string? FindOriginal(string path) => FindText(path);

    /// <summary>
    /// The text of a script's source map, unless it is inside the script; null where there is none. Never throws for a missing file.
    /// </summary>
    string? FindMap(string script) => null;
}
