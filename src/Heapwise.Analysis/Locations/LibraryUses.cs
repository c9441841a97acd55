using Heapwise.Analysis.Locations.JavaScript;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;

namespace Heapwise.Analysis.Locations;

/// <summary>
/// Where the program calls libraries. What accumulates inside one was put there by a call of the program; which statement
/// of the library stores it, the program cannot change.
/// </summary>
/// <param name="code">The program's scripts.</param>
/// <param name="snapshot">Shows which of their functions are gone; null where there is none.</param>
internal sealed class LibraryUses(ProgramCode code, HeapSnapshot? snapshot)
{
    private readonly Dictionary<string, SetupCode> _setups = new(StringComparer.Ordinal);
    private readonly Lazy<LiveFunctions?> _live = new(() => snapshot is null ? null : new LiveFunctions(snapshot));

    /// <summary>
    /// Where a library's object that the program has a name for is called, in code that runs again; null where it is not.
    /// </summary>
    public CodeLocation? FindCall(HolderName name, string script)
    {
        if (name.Root is not { } root || code.Search(script) is not { } search) return null;
        var call = LibraryCalls.Find(search, LibraryNames.Of(search, root, name.Kind != HolderKind.Variable), SetupOf(script, search));
        return call is { IsSetup: false, At: var at } ? code.LocationOf(script, search, at) : null;
    }

    /// <summary>The best call of the first of some libraries that the program calls itself; null where it calls none.</summary>
    public LibraryUse? FindUseOf(IEnumerable<string> libraries) => libraries.Select(FindUseOf).FirstOrDefault(found => found is not null);

    /// <summary>The call of one of the libraries that a function is an argument of, as written; null where there is none.</summary>
    public CodeLocation? FindTakerOf(CodePosition function, IEnumerable<string> libraries)
    {
        if (code.Search(function.Path) is not { } search) return null;
        var token = search.FindTokenFrom(function.Line, function.Column);
        return libraries
            .Select(library => LibraryNames.Find(search, library))
            .OfType<LibraryNames>()
            .Select(names => LibraryCalls.FindAround(search, names, token))
            .OfType<int>()
            .Select(at => code.LocationOf(function.Path, search, at))
            .FirstOrDefault();
    }

    /// <summary>True where a function is an argument of a call of a library, written there or by its name.</summary>
    public bool IsGivenTo(CodePosition function, string library)
    {
        if (FindTakerOf(function, [library]) is not null) return true;
        if (function.Function is not { } name || code.Search(function.Path) is not { } search) return false;
        if (LibraryNames.Find(search, library) is not { } names) return false;
        return Enumerable.Range(0, search.Tokens.Count)
            .Where(at => search.Tokens.Is(at, name) && !search.Tokens.Is(at + 1, "("))
            .Any(at => LibraryCalls.FindAround(search, names, at) is not null);
    }

    /// <summary>The best call of one of Node's APIs; null where the program has none.</summary>
    /// <param name="module">The module that has it.</param>
    /// <param name="calls">The functions or classes that count.</param>
    /// <param name="globals">Names under which it is there without the module.</param>
    public LibraryUse? FindUseOf(string module, IReadOnlyCollection<string> calls, IReadOnlyCollection<string> globals)
    {
        var verbs = calls.ToHashSet(StringComparer.Ordinal);
        return FindBest(search => LibraryNames.Find(search, module, globals), verbs);
    }

    /// <summary>The best call of a library directly in a function; null where there is none.</summary>
    public CodeLocation? FindCallIn(CodePosition function, string library) =>
        FindCallIn(function, search => LibraryNames.Find(search, library));

    /// <summary>The same of what a name holds.</summary>
    public CodeLocation? FindCallIn(CodePosition function, HolderName name) =>
        name.Root is { } root ? FindCallIn(function, search => LibraryNames.Of(search, root, name.Kind != HolderKind.Variable)) : null;

    private CodeLocation? FindCallIn(CodePosition function, Func<SourceSearch, LibraryNames?> findNames)
    {
        if (code.Search(function.Path) is not { } search || findNames(search) is not { } names) return null;
        var within = new FunctionBody(search, function);
        return LibraryCalls.Find(search, names, SetupOf(function.Path, search), within: within) is { } call
            ? code.LocationOf(function.Path, search, call.At)
            : null;
    }

    private LibraryUse? FindUseOf(string library) => FindBest(search => LibraryNames.Find(search, library), null);

    private LibraryUse? FindBest(Func<SourceSearch, LibraryNames?> findNames, IReadOnlySet<string>? verbs)
    {
        LibraryUse? best = null;
        var bestRank = int.MaxValue;
        foreach (var script in code.Scripts)
        {
            if (code.Search(script) is not { } search || findNames(search) is not { } names) continue;
            if (LibraryCalls.Find(search, names, SetupOf(script, search), verbs) is not { } call || call.Rank >= bestRank) continue;
            (best, bestRank) = (new LibraryUse(code.LocationOf(script, search, call.At), call.IsSetup), call.Rank);
        }

        return best;
    }

    private SetupCode SetupOf(string script, SourceSearch search)
    {
        if (_setups.TryGetValue(script, out var known)) return known;
        return _setups[script] = new SetupCode(search, _live.Value?.In(script, search));
    }
}

/// <summary>Where the program calls a library.</summary>
/// <param name="Location">The call.</param>
/// <param name="IsSetup">True where it runs once, when the program starts.</param>
internal sealed record LibraryUse(CodeLocation Location, bool IsSetup);
