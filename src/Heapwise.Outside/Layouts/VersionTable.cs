using Heapwise.Outside.Binaries;
using Heapwise.Outside.Failures;

namespace Heapwise.Outside.Layouts;

/// <summary>
/// What neither the metadata nor the heap itself says, for each V8 version that Node's supported majors have. Found by experiment on
/// their official builds.
/// </summary>
/// <param name="Header">How a page begins.</param>
/// <param name="FeedbackVectorHeader">Bytes of a feedback vector before its slots.</param>
/// <param name="ArrayListHeader">Bytes of a list before its items: an <c>ArrayList</c> was once a plain array.</param>
/// <param name="BytecodePointers">Bytes of a bytecode array that may hold pointers.</param>
/// <param name="HasPositionInScope">Whether every scope info has its function's positions in front, at words 4 and 5.</param>
/// <param name="CountsWhatIsOwned">Whether snapshots count the text of external strings, and nothing for read-only objects.</param>
/// <param name="PrivateSymbolBits">The flags of a symbol that is private.</param>
/// <param name="HasContextsAtRoot">Whether a snapshot's root leads to contexts, and not to their global objects.</param>
/// <param name="ScriptEdge">What V8 calls the edge from a function info to its script.</param>
/// <param name="CodeEdges">What it calls those to its code.</param>
internal sealed record VersionTable(
    PageHeader Header,
    int FeedbackVectorHeader,
    int ArrayListHeader,
    int BytecodePointers,
    bool HasPositionInScope,
    bool CountsWhatIsOwned,
    int PrivateSymbolBits,
    bool HasContextsAtRoot,
    string ScriptEdge,
    IReadOnlyList<string> CodeEdges)
{
    private const string OldScriptEdge = "script_or_debug_info";
    private const string ScriptEdgeName = "script";
    private static readonly string[] OneCode = ["function_data"];
    private static readonly string[] TwoCodes = ["trusted_function_data", "untrusted_function_data"];
    private static readonly PageHeader SizeFirst = new(IsOutside: false, Size: 0, Heap: 2, AreaStart: 3, AreaEnd: 4);
    private static readonly PageHeader FlagsFirst = new(IsOutside: false, Size: 2, Heap: 3, AreaStart: 4, AreaEnd: 5);
    private static readonly PageHeader Outside = new(IsOutside: true, Size: 6, Heap: 8, AreaStart: 9, AreaEnd: 7);

    /// <exception cref="OutsideException">The version is not known.</exception>
    public static VersionTable For(V8Version version) => (version.Major, version.Minor) switch
    {
        (10, 2) => new(SizeFirst, 48, 16, 40, false, false, PrivateSymbolBits: 1, HasContextsAtRoot: false, OldScriptEdge, OneCode),
        (11, 3) => new(SizeFirst, 56, 16, 40, false, false, PrivateSymbolBits: 1, HasContextsAtRoot: false, OldScriptEdge, OneCode),
        (12, 4) => new(FlagsFirst, 56, 24, 64, false, false, PrivateSymbolBits: 1, HasContextsAtRoot: false, ScriptEdgeName, OneCode),
        (13, 6) => new(Outside, 48, 24, 64, true, true, PrivateSymbolBits: 1, HasContextsAtRoot: false, ScriptEdgeName, TwoCodes),
        (14, 6) => new(Outside, 48, 24, 64, true, true, PrivateSymbolBits: 3, HasContextsAtRoot: true, ScriptEdgeName, TwoCodes),
        _ => throw OutsideException.Unsupported($"the process runs V8 {version}"),
    };
}
