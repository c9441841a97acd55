using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Architecture;

/// <summary>Folders are namespaces, and the arrows between them point one way.</summary>
public sealed class NamespaceTests
{
    /// <summary>Namespaces of Analysis that decide something. Those below them count, too.</summary>
    private static readonly string[] Deciding =
    [
        "Heapwise.Analysis.Survivors", "Heapwise.Analysis.Retention", "Heapwise.Analysis.Leaks", "Heapwise.Analysis.Locations",
        "Heapwise.Analysis.Process", "Heapwise.Analysis.GarbageCollection", "Heapwise.Analysis.Allocations", "Heapwise.Analysis.Suspects",
        "Heapwise.Diagnosis",
    ];

    /// <summary>Namespaces of what is shown: reports and the words in them.</summary>
    private static readonly string[] Showing = ["Heapwise.Analysis.Reports", "Heapwise.Analysis.Language", "Heapwise.Analysis.Language"];

    [Fact]
    public void A_namespace_is_the_path_of_its_folder() => Violation.ShouldBeNone(
        from file in SourceFile.Sources
        let folder = Path.GetDirectoryName(file.Path)!.Replace('\\', '/')["src/".Length..].Replace('/', '.')
        from declared in file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        where declared.Name.ToString() != folder
        select file.Report(declared, $"namespace {declared.Name} in the folder {folder}"),
        "A namespace is the path of its folder");

    [Fact]
    public void Arrows_between_folders_point_one_way()
    {
        var projects = SourceFile.Sources.Select(file => file.Project).Distinct();
        TypeGraph.Uses.Select(use => use.From.Project).Distinct().ShouldBe(projects, ignoreOrder: true, "every project is read");
        var violations = TypeGraph.Uses
            .Where(use => use.From.Project == use.To.Project)
            .GroupBy(use => use.From.Project)
            .SelectMany(project => NamespaceCycles.Find([.. project]).Select(cycle => new Violation(cycle)));
        Violation.ShouldBeNone(violations, "Arrows between folders point one way");
    }

    [Fact]
    public void What_decides_sees_no_report_and_no_language() => Violation.ShouldBeNone(
        from use in TypeGraph.Uses
        where Deciding.Any(space => IsWithin(use.From, space)) && Showing.Any(space => IsWithin(use.To, space))
        orderby use.From.Namespace, use.From.Name
        select new Violation($"{use.From.Namespace}.{use.From.Name} uses {use.To.Namespace}.{use.To.Name}"),
        "What decides sees no report and no language");

    private static bool IsWithin(ProjectType type, string space) =>
        type.Namespace == space || type.Namespace.StartsWith(space + ".", StringComparison.Ordinal);
}
