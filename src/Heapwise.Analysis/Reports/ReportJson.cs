using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>
/// Reports as JSON: camelCase, bytes as numbers, nulls written, indented by two spaces. Strings from the snapshot are escaped so that no
/// control character reaches a terminal. Code that writes HTML must do its own escaping.
/// </summary>
public static class ReportJson
{
    private static readonly ReportJsonContext Context = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static readonly ReportJsonContext Reading =
        new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true });

    private static readonly ReportJsonContext Lines = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(SummaryReport report) => JsonSerializer.Serialize(report, Context.SummaryReport);

    public static string Write(DiffReport report) => JsonSerializer.Serialize(report, Context.DiffReport);

    public static string Write(NodeReport report) => JsonSerializer.Serialize(report, Context.NodeReport);

    public static string Write(RetainersReport report) => JsonSerializer.Serialize(report, Context.RetainersReport);

    public static string Write(DominatorsReport report) => JsonSerializer.Serialize(report, Context.DominatorsReport);

    public static string Write(StringsReport report) => JsonSerializer.Serialize(report, Context.StringsReport);

    public static string Write(SnapshotReport report) => JsonSerializer.Serialize(report, Context.SnapshotReport);

    public static string Write(CacheReport report) => JsonSerializer.Serialize(report, Context.CacheReport);

    public static string Write(SamplesReport report) => JsonSerializer.Serialize(report, Context.SamplesReport);

    public static string Write(ProcessesReport report) => JsonSerializer.Serialize(report, Context.ProcessesReport);

    public static string Write(DoctorReport report) => JsonSerializer.Serialize(report, Context.DoctorReport);

    public static string Write(OutsideStatsReport report) => JsonSerializer.Serialize(report, Context.OutsideStatsReport);

    public static string Write(StatsReport report) => JsonSerializer.Serialize(report, Context.StatsReport);

    public static string Write(GcReport report) => JsonSerializer.Serialize(report, Context.GcReport);

    public static string Write(GcLogReport report) => JsonSerializer.Serialize(report, Context.GcLogReport);

    public static string Write(GcWatchReport report) => JsonSerializer.Serialize(report, Context.GcWatchReport);

    public static string Write(TopReport report) => JsonSerializer.Serialize(report, Context.TopReport);

    /// <summary>One line, for a file of such lines.</summary>
    public static string WriteLine(WatchSample sample) =>
        JsonSerializer.Serialize(WatchSampleReport.From(sample), Lines.WatchSampleReport);

    public static string Write(RecordReport report) => JsonSerializer.Serialize(report, Context.RecordReport);

    public static string Write(DiagnosisReport report) => JsonSerializer.Serialize(report, Context.DiagnosisReport);

    public static string Write(SuspectsReport report) => JsonSerializer.Serialize(report, Context.SuspectsReport);

    public static string Write(VerificationReport report) => JsonSerializer.Serialize(report, Context.VerificationReport);

    public static string Write(TestReport report) => JsonSerializer.Serialize(report, Context.TestReport);

    public static string Write(BaselineReport report) => JsonSerializer.Serialize(report, Context.BaselineReport);

    /// <summary>Reads what was kept of earlier tests; fields that this version does not know are skipped.</summary>
    /// <exception cref="JsonException">Not such a file. The message says in a few words why.</exception>
    public static BaselineReport ReadBaseline(string json)
    {
        if (SchemaOf(json) is not BaselineReport.SchemaName and var schema)
            throw new JsonException(schema is null ? "JSON, but no baseline" : $"its schema is {schema}, not {BaselineReport.SchemaName}");
        try
        {
            var report = JsonSerializer.Deserialize(json, Reading.BaselineReport);
            if (report?.Runs.All(run => run is not null && run.Findings.All(finding => finding is not null)) == true) return report;
        }
        catch (JsonException failure)
        {
            throw new JsonException($"not a whole baseline: something is missing or of another kind at {failure.Path ?? "$"}", failure);
        }

        throw new JsonException("not a whole baseline: a run or finding is null");
    }

    /// <summary>Reads a report of an earlier run; fields that this version does not know are skipped.</summary>
    /// <exception cref="JsonException">Not such a report. The message says in a few words why.</exception>
    public static DiagnosisReport ReadDiagnosis(string json)
    {
        var schema = SchemaOf(json);
        if (schema is null) throw new JsonException("JSON, but no report");
        if (schema != DiagnosisReport.SchemaName) throw new JsonException($"its schema is {schema}, not {DiagnosisReport.SchemaName}");
        DiagnosisReport? report;
        try
        {
            report = JsonSerializer.Deserialize(json, Reading.DiagnosisReport);
        }
        catch (JsonException failure)
        {
            throw new JsonException($"not a whole report: something is missing or of another kind at {failure.Path ?? "$"}", failure);
        }

        return report is not null && IsWhole(report) ? report : throw new JsonException("not a whole report: a round or finding is null");
    }

    /// <summary>Reading rejects nulls everywhere except as items of a list.</summary>
    private static bool IsWhole(DiagnosisReport report) =>
        report.Rounds.All(round => round is not null)
        && report.Findings.All(finding => finding is not null)
        && report.Ignored.All(finding => finding is not null);

    /// <summary>Null if there is none.</summary>
    private static string? SchemaOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema", out var schema)) return null;
            return schema.ValueKind == JsonValueKind.String ? schema.GetString() : null;
        }
        catch (JsonException failure)
        {
            throw new JsonException($"not JSON, or cut off, at line {(failure.LineNumber ?? 0) + 1}", failure);
        }
    }
}

[JsonSerializable(typeof(SummaryReport))]
[JsonSerializable(typeof(DiffReport))]
[JsonSerializable(typeof(NodeReport))]
[JsonSerializable(typeof(RetainersReport))]
[JsonSerializable(typeof(DominatorsReport))]
[JsonSerializable(typeof(StringsReport))]
[JsonSerializable(typeof(SnapshotReport))]
[JsonSerializable(typeof(CacheReport))]
[JsonSerializable(typeof(ProcessesReport))]
[JsonSerializable(typeof(SamplesReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(OutsideStatsReport))]
[JsonSerializable(typeof(StatsReport))]
[JsonSerializable(typeof(GcReport))]
[JsonSerializable(typeof(GcLogReport))]
[JsonSerializable(typeof(TopReport))]
[JsonSerializable(typeof(GcWatchReport))]
[JsonSerializable(typeof(WatchSampleReport))]
[JsonSerializable(typeof(DiagnosisReport))]
[JsonSerializable(typeof(SuspectsReport))]
[JsonSerializable(typeof(RecordReport))]
[JsonSerializable(typeof(VerificationReport))]
[JsonSerializable(typeof(TestReport))]
[JsonSerializable(typeof(BaselineReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
