using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap.Facts.Scripts;

namespace Heapwise.Analysis.Leaks.Stacks;

/// <summary>
/// Takes a stack to the code. V8 names the functions on it, not the lines: the call of the next function is searched in the text of the
/// program's innermost one.
/// </summary>
internal sealed class TracedLocations(ProgramCode code, LibraryUses libraries)
{
    /// <summary>Node assigns functions without names to a prototype there. What a program calls is <c>require</c>.</summary>
    private const string ModuleLoader = "node:internal/modules/cjs/";

    /// <summary>The frames as a reader wants them.</summary>
    public LeakStack Describe(TracedCalls calls) => Describe(calls, code.WithSource);

    /// <summary>The same of a stack whose positions are those of calls.</summary>
    public LeakStack DescribeCalls(TracedCalls calls) => Describe(calls, LocationOfCall);

    /// <summary>A position in a function, in the source that people wrote.</summary>
    public CodeLocation LocationOfCall(CodePosition call) => code.Search(call.Path) is { } search
        ? code.LocationOf(call.Path, search, search.FindTokenFrom(call.Line, call.Column))
        : CodeLocation.From(call);

    /// <summary>
    /// The better of what a leak's location was and what its stack shows: a statement that puts the objects in stays, anything else gives
    /// way to the call that the text shows.
    /// </summary>
    /// <param name="location">The location so far.</param>
    /// <param name="calls">The stack.</param>
    /// <param name="holder">The name of what holds the objects; null where that is not known.</param>
    public LeakLocation Improve(LeakLocation location, TracedCalls calls, HolderName? holder)
    {
        if (location.Basis == LocationBasis.Statement || calls.Innermost < 0) return location;
        var function = TracedCalls.PositionOf(calls.Functions[calls.Innermost]);
        var next = calls.Innermost + 1 < calls.Functions.Count ? TracedCalls.PositionOf(calls.Functions[calls.Innermost + 1]) : null;
        var isNowhere = location.Statement is null;
        var call = FindNamedCall(function, next)
            ?? (location.Basis == LocationBasis.Likely && IsCallback(function, holder) ? null : FindLibraryCall(function, next, holder));
        if ((call ?? (isNowhere ? code.WithSource(function) : null)) is not { } found) return location;
        var shown = location.Basis == LocationBasis.Nearest ? location.Statement : null; // for want of better
        return location with { Statement = found, Declaration = location.Declaration ?? shown, Basis = LocationBasis.Statement };
    }

    private CodeLocation? FindNamedCall(CodePosition function, CodePosition? next)
    {
        if (next is null) return null;
        var name = LastWord(next.Function);
        if (CodeOrigin.OwnerOf(next.Path) == CodeOwner.Application) return code.FindCallIn(function, name);
        if (name.Length == 0 && next.Path.StartsWith(ModuleLoader, StringComparison.Ordinal)) name = "require";
        return name.Length == 0 ? null : code.FindForeignCallIn(function, name);
    }

    /// <summary>What V8 has inlined is not on the stack: then any call of the library is taken.</summary>
    private CodeLocation? FindLibraryCall(CodePosition function, CodePosition? next, HolderName? holder)
    {
        var library = next is null ? holder?.Library : CodeOrigin.FindLibrary(next.Path);
        return library is null ? null : libraries.FindCallIn(function, library);
    }

    /// <summary>
    /// True for a function that the program gives to the library, as it gives <c>build</c> in <c>memoize(build)</c>. The library keeps what
    /// it returns; what it calls itself, even of the same library, puts nothing there unless it names the holder.
    /// </summary>
    private bool IsCallback(CodePosition function, HolderName? holder) =>
        holder?.Library is { } library && libraries.IsGivenTo(function, library) && libraries.FindCallIn(function, holder) is null;

    private static LeakStack Describe(TracedCalls calls, Func<CodePosition, CodeLocation?> locate)
    {
        List<LeakStackFrame> frames = [];
        var first = calls.Functions.ToList().FindIndex(function => CodeOrigin.OwnerOf(function.Script) == CodeOwner.Application);
        foreach (var position in calls.Functions.Skip(Math.Max(first, 0)).Select(TracedCalls.PositionOf))
        {
            var owner = CodeOrigin.OwnerOf(position.Path);
            var library = CodeOrigin.FindLibrary(position.Path);
            if (owner != CodeOwner.Application && frames is [.., var last] && (last.Owner, last.Library) == (owner, library))
                frames[^1] = last with { Functions = last.Functions + 1 };
            else
                frames.Add(DescribeFrame(position, owner, library, locate));
        }

        return new LeakStack(frames, calls.Objects, calls.Share);
    }

    private static LeakStackFrame DescribeFrame(
        CodePosition position, CodeOwner owner, string? library, Func<CodePosition, CodeLocation?> locate)
    {
        var own = owner == CodeOwner.Application ? locate(position) : null;
        var name = own?.Generated is not null && position.Function is not null ? own.Function : position.Function;
        return new LeakStackFrame(name, own ?? CodeLocation.From(position), owner, library, 1);
    }

    /// <summary>V8 names some functions by what they are assigned to: <c>exports.register</c>.</summary>
    private static string LastWord(string? name) => name is null ? "" : name[(name.LastIndexOf('.') + 1)..];
}
