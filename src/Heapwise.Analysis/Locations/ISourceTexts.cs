namespace Heapwise.Analysis.Locations;

/// <summary>Where the text of a program's scripts comes from: files on disk, the running process, or the snapshot itself.</summary>
public interface ISourceTexts
{
    /// <summary>The text of a script, named as V8 names it (a path or a URL); null where it cannot be had. Never throws for a missing file.</summary>
    string? TextOf(string script);

    /// <summary>The text of a source that a script was made from, which may bear the script's name; null where it cannot be had. Never throws for a missing file.</summary>
    string? OriginalOf(string path) => TextOf(path);

    /// <summary>The text of a script's source map, other than one inside the script; null where there is none. Never throws for a missing file.</summary>
    string? MapOf(string script) => null;
}
