using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Doctor;

/// <summary>The Node for programs that heapwise starts.</summary>
internal static class NodeCheck
{
    private const string Name = "node";
    private const int FirstTested = 18;
    private const int LastTested = 26;

    public static IEnumerable<DoctorCheck> Of(DoctorFacts facts)
    {
        var node = facts.Node;
        yield return node switch
        {
            { Path: null } => DoctorChecks.Note(
                Name, "no node on the PATH: programs cannot be started (-- node app.js); running ones and files can be examined"),
            { Version: null } => DoctorChecks.Problem(Name, $"{node.Path} does not run: it prints no version", "node --version"),
            { Major: >= FirstTested and <= LastTested } => DoctorChecks.Ok(Name, $"Node {node.Version}, {node.Path}"),
            { Major: > LastTested } => DoctorChecks.Note(
                Name, $"Node {node.Version}, {node.Path}, is newer than the versions that heapwise is tested with ({Tested})"),
            _ => DoctorChecks.Note(
                Name, $"Node {node.Version}, {node.Path}, is older than the versions that heapwise is tested with ({Tested})"),
        };
    }

    private static string Tested => $"{FirstTested} to {LastTested}";
}
