using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Locations.SourceMaps;

/// <summary>
/// Takes places in code that a compiler or bundler wrote to the source that people wrote. A place stays as it is where its script has no source map, or the map
/// does not lead on from there.
/// </summary>
internal sealed class OriginalPlaces(ISourceTexts texts)
{
    /// <summary>Folders above the script that are tried as the project's.</summary>
    private const int MaxFolders = 5;

    private readonly SourceMapFinder _maps = new(texts);
    private readonly Dictionary<string, (SourceSearch? Search, string File)> _originals = new(StringComparer.Ordinal);

    /// <summary>The place that V8 told of a function or object, in the original.</summary>
    /// <param name="place">Its script is named as V8 names it.</param>
    public LocationReport? OfMade(LocationReport? place)
    {
        if (place is null || _maps.MapOf(place.File) is not { } map || map.Find(place.Line, place.Column) is not { } original) return Filed(place);
        return To(place, original) with { Function = place.Function is { Length: > 0 } name ? NameAt(map, place, name.Length) ?? name : place.Function };
    }

    /// <summary>The place of a statement, in the original; its function is the one that stands around it there.</summary>
    /// <param name="place">Its script is named as V8 names it.</param>
    public LocationReport? OfStatement(LocationReport? place)
    {
        if (place is null || _maps.MapOf(place.File) is not { } map || map.Find(place.Line, place.Column) is not { } original) return Filed(place);
        var (search, _) = OriginalOf(place.File, original);
        if (search is null) return To(place, original);
        var token = FirstToken(search, original.Line, original.Column);
        return To(place, original) with { Function = token < search.Tokens.Count ? search.Outline.FunctionAt(token)?.Name : null };
    }

    private static LocationReport? Filed(LocationReport? place) => place is null ? null : place with { File = CodeOrigin.FilePathOf(place.File) };

    private static int FirstToken(SourceSearch search, int line, int column)
    {
        var at = 0;
        while (at < search.Tokens.Count && (search.Tokens[at].Line, search.Tokens[at].Column).CompareTo((line, column)) < 0) at++;
        return at;
    }

    /// <summary>V8 places a function at its parameters, behind the name, which minifiers shorten: the map knows the long one.</summary>
    private static string? NameAt(SourceMap map, LocationReport place, int length) =>
        place.Column > length && map.Find(place.Line, place.Column - length) is { Name: { Length: > 0 } name } ? name : null;

    private LocationReport To(LocationReport place, OriginalPosition original)
    {
        var (search, file) = OriginalOf(place.File, original);
        return place with
        {
            File = file,
            Line = original.Line,
            Column = original.Column,
            Source = search?.LineOf(original.Line) ?? place.Source,
            Generated = new GeneratedPlace { File = CodeOrigin.FilePathOf(place.File), Line = place.Line, Column = place.Column },
        };
    }

    /// <summary>
    /// The original's text, and its path where it is found. The text in the map comes first: it is what was compiled, while a file may have been
    /// edited since.
    /// </summary>
    private (SourceSearch? Search, string File) OriginalOf(string script, OriginalPosition original)
    {
        if (_originals.TryGetValue(original.Source, out var known)) return known;
        var (file, onDisk) = Locate(script, original.Source, original.Content is null);
        known = ((original.Content ?? onDisk) is { } text ? new SourceSearch(text) : null, file);
        _originals[original.Source] = known;
        return known;
    }

    private (string File, string? Text) Locate(string script, string source, bool isTextWanted)
    {
        if (SourcePath.InProject(source) is not { } below) return (source, isTextWanted ? texts.OriginalOf(source) : null);

        // Bundlers name originals from the project's folder, which is one of those above the bundle.
        var folder = SourcePath.FolderOf(CodeOrigin.FilePathOf(script));
        for (var i = 0; i < MaxFolders && folder.Length > 1; i++)
        {
            if (texts.OriginalOf(folder + below) is { } text) return (folder + below, text);
            folder = SourcePath.FolderOf(folder.TrimEnd('/', '\\'));
        }

        return (source, null);
    }
}
