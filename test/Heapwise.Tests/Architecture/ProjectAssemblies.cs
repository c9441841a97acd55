using System.Reflection;

namespace Heapwise.Tests.Architecture;

/// <summary>The compiled projects under src, as they lie beside the tests.</summary>
internal static class ProjectAssemblies
{
    public static IEnumerable<Assembly> All => SourceFile.Sources
        .Select(file => file.Project)
        .Distinct(StringComparer.Ordinal)
        .Select(project => Assembly.Load(project == "Heapwise.Cli" ? "heapwise" : project));
}
