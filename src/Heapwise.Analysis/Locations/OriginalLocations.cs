using Heapwise.Analysis.Locations.JavaScript;
using Heapwise.Analysis.Locations.SourceMaps;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Locations;

/// <summary>
/// Maps locations in code that a compiler or bundler wrote to the source that people wrote. A location is not changed if its script has
/// no source map, or if the map does not cover it.
/// </summary>
internal sealed class OriginalLocations(ISourceTexts texts)
{
    /// <summary>Folders above the script that are tried as the project's.</summary>
    private const int MaxFolders = 5;

    /// <summary>The most tokens from the word <c>class</c> to its body.</summary>
    private const int MaxClassHead = 24;

    private const string Self = "this";

    private readonly SourceMapFinder _maps = new(texts);
    private readonly Dictionary<string, Original> _originals = new(StringComparer.Ordinal);

    /// <summary>The original of a location that V8 reported for a function or an object.</summary>
    /// <param name="generated">Its file is the script as V8 names it.</param>
    public CodeLocation ResolveFunction(CodeLocation generated)
    {
        var map = _maps.FindMap(generated.File);
        if (map?.Find(generated.Line, generated.Column) is not { } position) return WithFilePath(generated);
        var function = generated.Function is { Length: > 0 } name ? FindName(map, generated, name.Length) ?? name : generated.Function;
        return Move(generated, position, FindOriginal(generated.File, position)) with { Function = function };
    }

    /// <summary>The original of a statement's location. Its function is the one around it in the original.</summary>
    /// <param name="generated">Its file is the script as V8 names it.</param>
    public CodeLocation ResolveStatement(CodeLocation generated)
    {
        var map = _maps.FindMap(generated.File);
        if (map?.Find(generated.Line, generated.Column) is not { } position) return WithFilePath(generated);
        var original = FindOriginal(generated.File, position);
        var moved = Move(generated, position, original);
        if (original.Search is not { } search) return moved;
        var token = search.FindTokenFrom(position.Line, position.Column);
        return moved with { Function = token < search.Tokens.Count ? search.Outline.FindFunctionAt(token)?.Name : null };
    }

    /// <summary>What a name in the code that runs is called in the source that people wrote; null where no map shows it.</summary>
    public string? FindIdentifier(string script, int line, int column)
    {
        if (_maps.FindMap(script)?.Find(line, column) is not { IsExact: true } position) return null;
        return FindToken(script, position) is var (search, at) && search.Tokens.IsName(at) ? search.Tokens[at].Text : position.Name;
    }

    /// <summary>
    /// The class in the source for the position of a constructor, or of a class without one, in the code that runs; null where no map shows
    /// it.
    /// </summary>
    public string? FindClass(string script, int line, int column)
    {
        if (_maps.FindMap(script)?.Find(line, column) is not { } position) return null;
        if (FindToken(script, position) is not var (search, at)) return null;
        var around = search.Outline.FindClassAt(at);
        var next = search.Outline.Blocks.Where(block => block.IsClass && block.First > at).MinBy(block => block.First);
        return (around ?? (next?.First - at < MaxClassHead ? next : null)) is { Name: { Length: > 0 } name } ? name : null;
    }

    /// <summary>
    /// The property and class that <c>this.property</c> at a position of the code that runs is in the source; null where it is something
    /// else there, or where no map shows it.
    /// </summary>
    public (string Property, string ClassName)? FindOwnProperty(string script, int line, int column)
    {
        // Some compilers map the property, others only where the expression begins.
        foreach (var before in (int[])[0, Self.Length + 1])
        {
            if (_maps.FindMap(script)?.Find(line, column - before) is not { IsExact: true } position) continue;
            if (FindToken(script, position) is not var (search, at)) continue;
            if (before > 0) at += 2;
            if (!search.Tokens.IsName(at) || !search.Tokens.IsMember(at) || !search.Tokens.IsName(at - 2, Self)) continue;
            if (search.Outline.FindClassAt(at) is { Name: { Length: > 0 } name }) return (search.Tokens[at].Text, name);
        }

        return null;
    }

    private (SourceSearch Search, int Token)? FindToken(string script, OriginalPosition position)
    {
        if (FindOriginal(script, position).Search is not { } search) return null;
        var at = search.FindTokenFrom(position.Line, position.Column);
        return at < search.Tokens.Count ? (search, at) : null;
    }

    private static CodeLocation WithFilePath(CodeLocation location) => location with { File = CodeOrigin.FilePathOf(location.File) };

    /// <summary>V8 locates a function at its parameters, after the name. Minifiers shorten names; the map knows the long one.</summary>
    private static string? FindName(SourceMap map, CodeLocation function, int length) =>
        function.Column > length && map.Find(function.Line, function.Column - length) is { Name: { Length: > 0 } name } ? name : null;

    private static CodeLocation Move(CodeLocation generated, OriginalPosition position, Original original) => generated with
    {
        File = original.File,
        Line = position.Line,
        Column = position.Column,
        Source = original.Search?.FindLine(position.Line, position.Column) ?? generated.Source,
        Generated = WithFilePath(generated) with { Source = null },
    };

    /// <summary>The text inside the map comes first: it is what was compiled, while a file may have been edited since.</summary>
    private Original FindOriginal(string script, OriginalPosition position)
    {
        if (_originals.TryGetValue(position.Source, out var known)) return known;
        var (file, onDisk) = FindFile(script, position.Source, isTextWanted: position.Content is null);
        known = new Original((position.Content ?? onDisk) is { } text ? new SourceSearch(text) : null, file);
        _originals[position.Source] = known;
        return known;
    }

    private (string File, string? Text) FindFile(string script, string source, bool isTextWanted)
    {
        if (SourcePath.FindPathInProject(source) is not { } below) return (source, isTextWanted ? texts.FindOriginal(source) : null);

        // Bundlers name originals relative to the project's folder, which is one of those above the bundle.
        var folder = SourcePath.FolderOf(CodeOrigin.FilePathOf(script));
        for (var i = 0; i < MaxFolders && folder.Length > 1; i++)
        {
            if (texts.FindOriginal(folder + below) is { } text) return (folder + below, text);
            folder = SourcePath.FolderOf(folder.TrimEnd('/', '\\'));
        }

        return (source, null);
    }

    /// <param name="Search">Its text, if it was available.</param>
    /// <param name="File">Its path, or the URL that the map gives.</param>
    private sealed record Original(SourceSearch? Search, string File);
}
