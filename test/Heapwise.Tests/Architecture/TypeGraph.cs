using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Heapwise.Tests.Architecture;

/// <summary>
/// Which type uses which, read from the compiled projects: signatures, bodies, attributes and generic arguments. What the compiler
/// leaves no trace of cannot be seen: constants and <c>nameof</c>. Nor are the types of <c>catch</c> clauses.
/// </summary>
internal static class TypeGraph
{
    private static readonly Lazy<IReadOnlyList<(ProjectType From, ProjectType To)>> Loaded = new(Load);

    /// <summary>Each pair once.</summary>
    public static IReadOnlyList<(ProjectType From, ProjectType To)> Uses => Loaded.Value;

    private static List<(ProjectType From, ProjectType To)> Load()
    {
        var architecture = new ArchLoader().LoadAssemblies([.. ProjectAssemblies.All]).Build();
        var types = architecture.Types
            .Where(type => type.Namespace.FullName is "" || type.Namespace.FullName.StartsWith("Heapwise.", StringComparison.Ordinal))
            .ToDictionary(type => type.FullName, Identify, StringComparer.Ordinal);
        var uses = new HashSet<(ProjectType, ProjectType)>();
        foreach (var type in architecture.Types)
        {
            if (!types.TryGetValue(type.FullName, out var from)) continue;
            foreach (var dependency in type.Dependencies)
            {
                if (types.TryGetValue(dependency.Target.FullName, out var to) && from != to) uses.Add((from, to));
            }
        }

        return [.. uses];
    }

    private static ProjectType Identify(IType type)
    {
        var project = type.Assembly.Name is "heapwise" ? "Heapwise.Cli" : type.Assembly.Name;
        var space = type.Namespace.FullName is "" ? project : type.Namespace.FullName;
        var name = type.Namespace.FullName is "" ? type.FullName : type.FullName[(type.Namespace.FullName.Length + 1)..];
        return new ProjectType(project, space, name.Split('+')[0]);
    }
}
