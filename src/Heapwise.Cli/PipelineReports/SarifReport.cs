using System.Text.Json;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.PipelineReports;

/// <summary>
/// SARIF 2.1.0, as GitHub's code scanning reads it: each rule explained, one location a result, relative to the repository, and a
/// fingerprint of ours so that an alert stays the same one while lines move.
/// </summary>
internal static class SarifReport
{
    /// <summary>GitHub keeps that many results of a run.</summary>
    private const int MaxResults = 5000;

    public static byte[] Write(TestReport report, string version)
    {
        var problems = PipelineProblems.Of(report).Take(MaxResults).ToList();
        var rules = problems.Select(problem => problem.Rule).Distinct().Order(StringComparer.Ordinal).ToList();
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, PipelineJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, rules, version);
            json.WriteStartObject("automationDetails");
            json.WriteString("id", "heapwise/");
            json.WriteEndObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var problem in problems) WriteResult(json, problem, rules.IndexOf(problem.Rule));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void WriteTool(Utf8JsonWriter json, IReadOnlyList<string> rules, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "heapwise");
        json.WriteString("semanticVersion", version);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            var (brief, help) = RuleTexts.Of(rule);
            json.WriteStartObject();
            json.WriteString("id", rule);
            WriteText(json, "shortDescription", brief);
            WriteText(json, "fullDescription", help);
            WriteText(json, "help", help);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", "error");
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteString("precision", "high");
            json.WriteString("problem.severity", "error");
            json.WriteStartArray("tags");
            json.WriteStringValue("memory");
            json.WriteStringValue("reliability");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, PipelineProblem problem, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", problem.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", problem.Level switch { ProblemLevel.Error => "error", ProblemLevel.Warning => "warning", _ => "note" });
        WriteText(json, "message", problem.Message.Length > 0 ? $"{problem.Title}. {problem.Message}" : problem.Title);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", PipelineJson.UriOf(problem.File));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", problem.Line);
        json.WriteNumber("startColumn", problem.Column);
        json.WriteNumber("endLine", problem.Line);
        json.WriteNumber("endColumn", problem.Column + 1);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("primaryLocationLineHash", problem.Fingerprint);
        json.WriteString("heapwise/v1", problem.Fingerprint);
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("scenario", problem.Scenario);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
