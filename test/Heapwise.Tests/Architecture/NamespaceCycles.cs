namespace Heapwise.Tests.Architecture;

/// <summary>Finds namespaces that use each other, directly or through others.</summary>
internal static class NamespaceCycles
{
    private const int MaxExamples = 4;

    /// <summary>One text a cycle: its arrows, those of the fewest types first, each with types that make it.</summary>
    /// <param name="uses">Uses between types of one project.</param>
    public static IEnumerable<string> Find(IReadOnlyList<(ProjectType From, ProjectType To)> uses)
    {
        var arrows = uses
            .Where(use => use.From.Namespace != use.To.Namespace)
            .GroupBy(use => (From: use.From.Namespace, To: use.To.Namespace))
            .ToList();
        var targets = arrows.ToLookup(arrow => arrow.Key.From, arrow => arrow.Key.To, StringComparer.Ordinal);
        var reached = targets.ToDictionary(group => group.Key, group => ReachableFrom(group.Key, targets), StringComparer.Ordinal);
        return arrows
            .Where(arrow => IsMutual(arrow.Key.From, arrow.Key.To))
            .GroupBy(arrow => reached.Keys.Where(space => IsMutual(arrow.Key.From, space)).Min(StringComparer.Ordinal))
            .Select(cycle => "a cycle:\n" + string.Join('\n', cycle.OrderBy(arrow => arrow.Count()).Select(Describe)));

        bool IsMutual(string one, string other) => Reaches(one, other) && Reaches(other, one);
        bool Reaches(string from, string to) => reached.TryGetValue(from, out var spaces) && spaces.Contains(to);
    }

    private static string Describe(IGrouping<(string From, string To), (ProjectType From, ProjectType To)> arrow)
    {
        var examples = arrow.Take(MaxExamples).Select(use => $"{use.From} uses {use.To}");
        var rest = arrow.Count() > MaxExamples ? $", and {arrow.Count() - MaxExamples} more" : "";
        return $"  {arrow.Key.From} -> {arrow.Key.To}: {string.Join(", ", examples)}{rest}";
    }

    private static HashSet<string> ReachableFrom(string start, ILookup<string, string> targets)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>([start]);
        while (pending.TryPop(out var space))
        {
            foreach (var target in targets[space].Where(reached.Add)) pending.Push(target);
        }

        return reached;
    }
}
