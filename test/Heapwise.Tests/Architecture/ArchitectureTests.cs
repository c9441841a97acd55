using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Architecture;

/// <summary>
/// The arrows between projects, read from the project files. A project may use what it points at, and what that one may use:
/// <code>
/// Cli --> Server --> Guard --> Diagnosis --> Analysis --> Heap
///                          |           \---> Live
///                          |           \---> Outside --> Heap
///                          \-> Store
/// </code>
/// Live sees neither Heap nor Analysis, and nothing sees Cli. A project may be absent; one that is not listed fails.
/// </summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Heapwise.Heap"] = [],
        ["Heapwise.Live"] = [],
        ["Heapwise.Analysis"] = ["Heapwise.Heap"],
        ["Heapwise.Outside"] = ["Heapwise.Heap"],
        ["Heapwise.Diagnosis"] = ["Heapwise.Analysis", "Heapwise.Live", "Heapwise.Outside"],
        ["Heapwise.Store"] = [],
        ["Heapwise.Guard"] = ["Heapwise.Diagnosis", "Heapwise.Store"],
        ["Heapwise.Server"] = ["Heapwise.Guard"],
        ["Heapwise.Cli"] = ["Heapwise.Server"],
    };

    /// <summary>Packages that only one project may use.</summary>
    private static readonly Dictionary<string, string> PackageOwners = new(StringComparer.Ordinal)
    {
        ["Spectre.Console"] = "Heapwise.Cli",
        ["System.CommandLine"] = "Heapwise.Cli",
        ["Microsoft.AspNetCore"] = "Heapwise.Server",
        ["Microsoft.Data.Sqlite"] = "Heapwise.Store",
        ["Npgsql"] = "Heapwise.Store",
        ["Microsoft.Extensions.Configuration"] = "Heapwise.Guard",
        ["Polly"] = "Heapwise.Guard",
        ["AWSSDK"] = "Heapwise.Guard",
        ["ZstdSharp"] = "Heapwise.Guard",
    };

    private static readonly string[] WithoutPackages = ["Heapwise.Heap", "Heapwise.Live", "Heapwise.Analysis", "Heapwise.Outside"];

    public static TheoryData<string> Projects => [.. SourceProjects().Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_what_its_arrows_allow(string name)
    {
        Arrows.ShouldContainKey(name, "a new project needs its arrows here and in the design");
        var allowed = AllowedFor(name);
        ReferencesOf(Load(name)).Where(reference => !allowed.Contains(reference)).ShouldBeEmpty();
    }

    [Fact]
    public void Live_sees_neither_heap_nor_analysis() =>
        ReferencesOf(Load("Heapwise.Live")).ShouldBeEmpty();

    [Fact]
    public void Nothing_but_tests_uses_the_command_line() =>
        SourceProjects()
            .Where(project => ReferencesOf(project.Xml).Contains("Heapwise.Cli"))
            .Select(project => project.Name)
            .ShouldBeEmpty();

    [Fact]
    public void A_package_with_an_owner_is_nowhere_else()
    {
        var strays = from project in SourceProjects()
                     from package in PackagesOf(project.Xml)
                     from owner in PackageOwners
                     where package.StartsWith(owner.Key, StringComparison.Ordinal) && project.Name != owner.Value
                     select $"{package} in {project.Name}";
        strays.ShouldBeEmpty();
    }

    [Fact]
    public void The_lower_projects_have_no_packages()
    {
        foreach (var name in WithoutPackages) PackagesOf(Load(name)).ShouldBeEmpty(name);
    }

    [Fact]
    public void Versions_are_pinned_in_one_place()
    {
        var versions = AllProjects().SelectMany(project => project.Xml.Descendants("PackageReference")
            .Where(package => package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null)
            .Select(package => $"{package.Attribute("Include")?.Value} in {project.Name}"));
        versions.ShouldBeEmpty();
    }

    [Fact]
    public void No_project_is_a_drawer_for_everything() =>
        AllProjects()
            .Where(project => project.Name.Split('.').Any(part => part is "Common" or "Core" or "Shared" or "Utils" or "Helpers"))
            .ShouldBeEmpty();

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = XDocument.Load(Path.Combine(Repository.Root, "Heapwise.slnx"))
            .Descendants("Project")
            .Select(project => Path.GetFileNameWithoutExtension(project.Attribute("Path")?.Value));
        AllProjects().Select(project => project.Name).ShouldBe(listed, ignoreOrder: true);
    }

    [Fact]
    public void Folders_are_topics_and_types_say_what_they_do()
    {
        var vague = SourceFiles("src").Where(path => VagueName().IsMatch(Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')));
        vague.ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_faces_print()
    {
        var printing = SourceFiles("src")
            .Where(path => !path.Contains("Heapwise.Cli", StringComparison.Ordinal) && Printing().IsMatch(File.ReadAllText(path)));
        printing.ShouldBeEmpty();
    }

    /// <summary>The index folder stamps its files with their last use, so it alone may know the time.</summary>
    [Fact]
    public void Heap_and_analysis_have_no_clock()
    {
        var ticking = SourceFiles("src/Heapwise.Heap").Concat(SourceFiles("src/Heapwise.Analysis"))
            .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) != "Index" && Clock().IsMatch(File.ReadAllText(path)));
        ticking.ShouldBeEmpty();
    }

    private static IEnumerable<string> SourceFiles(string folder) => Repository.Files(folder, "*.cs");

    private static List<(string Name, XDocument Xml)> SourceProjects() => ProjectsIn("src");

    private static List<(string Name, XDocument Xml)> AllProjects() =>
        [.. ProjectsIn("src"), .. ProjectsIn("test"), .. ProjectsIn("bench")];

    private static List<(string Name, XDocument Xml)> ProjectsIn(string folder) =>
        [.. Repository.Files(folder, "*.csproj").Select(path => (Path.GetFileNameWithoutExtension(path), XDocument.Load(path)))];

    private static XDocument Load(string name) => XDocument.Load(Path.Combine(Repository.Root, "src", name, name + ".csproj"));

    private static List<string> ReferencesOf(XDocument project) =>
    [
        .. project.Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value) // a reference names its project
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))),
    ];

    private static List<string> PackagesOf(XDocument project) =>
    [
        .. project.Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "FrameworkReference")
            .Select(element => element.Attribute("Include")?.Value ?? ""),
    ];

    private static HashSet<string> AllowedFor(string name)
    {
        var allowed = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(Arrows[name]);
        while (pending.TryPop(out var next))
        {
            if (!allowed.Add(next)) continue;
            foreach (var further in Arrows[next]) pending.Push(further);
        }

        return allowed;
    }

    [GeneratedRegex(
        "/(Models|Helpers|Utils|Common|Shared|Core|Interfaces)/|(Manager|Helper|Helpers|Util|Utils|Processor|Base|Impl)\\.cs$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\bConsole\s*\.\s*(Write|WriteLine|Error|Out)\b", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Printing();

    [GeneratedRegex(@"\b(Stopwatch|TimeProvider|TickCount64?)\b", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Clock();
}
