using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// Names as the program knows them. What is inside an object of a library's is the library's own business: the name ends
/// before the first such property that the program's text does not mention, as <c>app.locals.users</c> is mentioned and
/// <c>render.cache.__data__</c> is not. Where no text is available, nothing is left out.
/// </summary>
internal static class ProgramNames
{
    /// <summary>The name of an object, or of the EventTarget whose listeners it is part of.</summary>
    public static HolderName Find(LeakContext context, NodeIndex node) =>
        EventTargets.FindName(context.Paths, node) is { } target ? Cut(context, target) : FindOf(context, node);

    /// <summary>The name of the object itself.</summary>
    public static HolderName FindOf(LeakContext context, NodeIndex node) => Cut(context, HolderNaming.FindName(context.Paths, node));

    private static HolderName Cut(LeakContext context, HolderName name)
    {
        var own = name.Members.Count - name.MembersInLibrary;
        var known = name.Members.Skip(own).TakeWhile(member => context.Code.MentionsMember(member) != false).Count();
        return known == name.MembersInLibrary ? name : name with { HiddenMembers = name.MembersInLibrary - known };
    }
}
