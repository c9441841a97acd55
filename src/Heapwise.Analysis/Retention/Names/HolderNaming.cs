using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Names;

/// <summary>
/// Finds the name of an object by walking up from it. Each step takes the best path's edge, or another retainer's where that one gives a
/// name in the program's own code. Plain objects and collections on the way add their property to the name. Names in Node's own code
/// and in libraries are passed over, and remembered as what is between. If the program itself has no name, the nearest other name is
/// the answer.
/// What a library's function keeps in its scope is no property of the function, so a name above the function gets no members from below
/// it. Where that function is one among many, such as a handler of an emitter or of a router, what is above does not hold the object: the
/// walk ends there, at the library's own name. What a function of the program keeps without a name is known by that function.
/// </summary>
public static class HolderNaming
{
    private const int MaxSteps = 200;
    private const int MaxRetainers = 200;
    private const int BelowRank = 100;

    /// <summary>Names an object that strong edges reach.</summary>
    // Long because it is one loop whose state is in locals.
    public static HolderName FindName(RootPaths paths, NodeIndex holder)
    {
        var snapshot = paths.Snapshot;
        var members = new MemberList();
        var below = new List<PathHop>();
        var known = new NameHops(snapshot);
        Found? fallback = null;
        string? library = null;
        (NodeIndex Node, string? Event)? emitter = null;
        CodePosition? user = null;
        bool inScope = false, isBehindFunction = false;
        var at = holder;
        for (var step = 0; step < MaxSteps && at != snapshot.Graph.Root && paths.Reaches(at); step++)
        {
            var hop = BestHop(paths, known, at);
            if (hop is null) break;
            if (inScope && snapshot.Graph.TypeOf(at) == NodeType.Closure)
            {
                // A getter is read like a property.
                inScope = false;
                isBehindFunction |= !hop.IsGetter;
                if (isBehindFunction) members.Clear();
            }

            if (isBehindFunction && hop.Member is "_events" or "[]") break;
            below.Add(new PathHop(hop.Edge, at));
            var keeper = known.FindKeeper(hop);
            inScope |= keeper is not null;
            if (fallback is null) user ??= keeper?.Position;
            if (keeper is { IsRunning: true } && user is not null) break;
            if (hop.Given is { } given)
            {
                var found = new Found(hop, given, members.Copy(), [.. below], library);
                if (given.Owner == CodeOwner.Application) return Describe(paths, found, emitter?.Node);
                if (user is null) fallback ??= found;

                // Of several, the one that the program knows.
                if (library is null || given.Library != "node") library = given.Library ?? library;
            }

            if (!isBehindFunction && hop.Member is { } member)
            {
                if (member == "_events") emitter ??= (hop.Source, members.All is [.., var last] ? last : null);
                members.Add(member, isOfLibrary: hop.Given is { Owner: CodeOwner.Library });
            }

            at = hop.Source;
        }

        if (emitter is var (owner, eventName)) return NameEmitter(paths, holder, owner, eventName);
        if (known.IsGlobal(holder)) return Nameless(paths, holder) with { Kind = HolderKind.Global, Label = HolderName.GlobalObject };
        if (fallback is not null) return Describe(paths, fallback, null);
        return user is null ? Nameless(paths, holder) : KeptBy(paths, holder, user);
    }

    /// <summary>The best path's own hop, unless only another retainer names the object in the program's own code.</summary>
    private static NameHop? BestHop(RootPaths paths, NameHops known, NodeIndex at)
    {
        if (paths.ParentEdgeOf(at) is not { } parent) return null;
        var own = known.Read(parent, paths.ParentOf(at), at);
        if (own.HasProgramName) return own;
        NameHop? best = null;
        var bestRank = int.MaxValue;
        var looked = 0;
        foreach (var edge in paths.Snapshot.Retainers.EdgesTo(at))
        {
            if (++looked > MaxRetainers) break;
            var source = paths.Snapshot.Graph.SourceOf(edge);
            if (!paths.Reaches(source) || paths.Costs.Of(edge, source, 0) == EdgeCosts.Excluded) continue;
            var hop = known.Read(edge, source, at);
            if (hop.Given is not { Owner: CodeOwner.Application, Kind: var kind }) continue;

            // A scope that lives only through the object itself (the handlers of an app hold the app) still names it.
            var isBelow = IsBelow(paths, source, at);
            if (isBelow && kind != HolderKind.Variable) continue;
            var rank = (int)kind + (isBelow ? BelowRank : 0);
            if (rank >= bestRank) continue;
            (best, bestRank) = (hop with { IsBelow = isBelow }, rank);
        }

        return best ?? own;
    }

    /// <summary>True where the best path to a node runs through another one.</summary>
    private static bool IsBelow(RootPaths paths, NodeIndex node, NodeIndex above)
    {
        for (var at = node; ; at = paths.ParentOf(at))
        {
            if (at == above) return true;
            if (paths.ParentEdgeOf(at) is null) return false;
        }
    }

    private static HolderName Describe(RootPaths paths, Found found, NodeIndex? emitter)
    {
        var (hop, given) = (found.Hop, found.Given);
        var members = Enumerable.Reverse(found.Members.All).ToList();
        string? eventName = null;
        var events = members.IndexOf("_events");
        if (events >= 0 && events + 1 < members.Count)
        {
            eventName = members[events + 1];
            members.RemoveRange(events, members.Count - events);
        }

        // The hop's own member is the name itself; what was found before it is below.
        var path = hop.IsBelow
            ? paths.FindPath(found.Below[0].Node)!
            : new RootPath([.. paths.FindPath(hop.Source)!.Hops, .. Enumerable.Reverse(found.Below)]); // both are reached
        var emitterClass = emitter is { } source ? paths.Snapshot.Classes.NameOf(source) : null;
        return new HolderName
        {
            Kind = given.Kind,
            Label = given.Name.Length > 0 ? given.Name : null,
            Members = members,
            MembersInLibrary = Math.Min(found.Members.InLibrary, members.Count),
            Scope = new NameScope(given.OwnerClass, given.File, given.Block),
            Listeners = eventName is null ? null : new ListenerList(eventName, emitterClass, null),
            Functions = given.Functions,
            Library = found.Library ?? (given.Owner == CodeOwner.Library ? given.Library : null),
            Named = found.Below[^1].Node,
            Path = path,
        };
    }

    /// <summary>Listeners of an emitter that the program has no name for, such as <c>process</c> or a socket: named by its class.</summary>
    private static HolderName NameEmitter(RootPaths paths, NodeIndex holder, NodeIndex emitter, string? eventName)
    {
        var className = paths.Snapshot.Classes.NameOf(emitter);
        return Nameless(paths, holder) with
        {
            Kind = HolderKind.Instance,
            Label = className,
            Listeners = new ListenerList(eventName, className, null),
            Named = emitter,
        };
    }

    /// <summary>What a function of the program keeps without a name: a register of a call, or what the function is bound to.</summary>
    private static HolderName KeptBy(RootPaths paths, NodeIndex holder, CodePosition user) => Nameless(paths, holder) with
    {
        Kind = HolderKind.Unnamed,
        Scope = new NameScope(null, user.Path),
        Functions = [user],
    };

    private static HolderName Nameless(RootPaths paths, NodeIndex holder) => new()
    {
        Kind = HolderKind.None,
        Label = null,
        Members = [],
        MembersInLibrary = 0,
        Scope = new NameScope(null, null),
        Listeners = null,
        Functions = [],
        Library = null,
        Named = holder,
        Path = paths.FindPath(holder) ?? new RootPath([new PathHop(null, holder)]),
    };

    /// <param name="Hop">The step that gives the name.</param>
    /// <param name="Given">Its name.</param>
    /// <param name="Members">Members below the name, from the object upwards.</param>
    /// <param name="Below">Hops from the object upwards to the step.</param>
    /// <param name="Library">The library passed on the way.</param>
    private sealed record Found(
        NameHop Hop, GivenName Given, MemberList Members, IReadOnlyList<PathHop> Below, string? Library);

    /// <summary>Members from the object upwards.</summary>
    private sealed class MemberList
    {
        private readonly List<string> _all = [];

        public IReadOnlyList<string> All => _all;

        /// <summary>How many of them are properties of objects of a library's, or below such.</summary>
        public int InLibrary { get; private set; }

        public void Add(string member, bool isOfLibrary)
        {
            // The run of a linked list is one member.
            if (_all.Count == 0 || _all[^1] != member || member == "[]") _all.Add(member);
            if (isOfLibrary) InLibrary = _all.Count;
        }

        public void Clear()
        {
            _all.Clear();
            InLibrary = 0;
        }

        public MemberList Copy()
        {
            var copy = new MemberList { InLibrary = InLibrary };
            copy._all.AddRange(_all);
            return copy;
        }
    }
}
