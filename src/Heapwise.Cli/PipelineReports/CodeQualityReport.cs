using System.Text.Json;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.PipelineReports;

/// <summary>A code quality report of GitLab: a list of issues. Those with equal fingerprints would be shown once.</summary>
internal static class CodeQualityReport
{
    public static byte[] Write(TestReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, PipelineJson.Options))
        {
            json.WriteStartArray();
            foreach (var problem in PipelineProblems.Of(report).DistinctBy(problem => problem.Fingerprint)) Write(json, problem);
            json.WriteEndArray();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, PipelineProblem problem)
    {
        json.WriteStartObject();
        json.WriteString("description", problem.Title);
        json.WriteString("check_name", $"heapwise/{problem.Rule}");
        json.WriteString("fingerprint", problem.Fingerprint);
        json.WriteString("severity", SeverityOf(problem.Level));
        json.WriteStartObject("location");
        json.WriteString("path", problem.File);
        json.WriteStartObject("lines");
        json.WriteNumber("begin", problem.Line);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string SeverityOf(ProblemLevel level) => level switch
    {
        ProblemLevel.Error => "critical",
        ProblemLevel.Warning => "major",
        _ => "info",
    };
}
