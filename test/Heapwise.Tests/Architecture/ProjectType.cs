namespace Heapwise.Tests.Architecture;

/// <summary>A type of a project under src. Nested and generated types count as the type around them.</summary>
/// <param name="Project">The assembly, named like the project.</param>
/// <param name="Namespace">An entry point outside namespaces belongs to its project's root.</param>
/// <param name="Name">Without the namespace.</param>
internal sealed record ProjectType(string Project, string Namespace, string Name)
{
    public override string ToString() => Name;
}
