using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Heapwise.Analysis.Watching;

namespace Heapwise.Analysis.Reports;

/// <summary>
/// Reports as JSON: camelCase, bytes as numbers, nulls written, two blanks of indentation. Text from the snapshot is
/// escaped so that no control character reaches a terminal; a face that writes into HTML must escape for itself.
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

    public static string Write(ProcessesReport report) => JsonSerializer.Serialize(report, Context.ProcessesReport);

    public static string Write(StatsReport report) => JsonSerializer.Serialize(report, Context.StatsReport);

    public static string Write(GcReport report) => JsonSerializer.Serialize(report, Context.GcReport);

    public static string Write(GcLogReport report) => JsonSerializer.Serialize(report, Context.GcLogReport);

    public static string Write(GcWatchReport report) => JsonSerializer.Serialize(report, Context.GcWatchReport);

    public static string Write(TopReport report) => JsonSerializer.Serialize(report, Context.TopReport);

    /// <summary>One line, for a file of such lines.</summary>
    public static string WriteLine(WatchSample sample) => JsonSerializer.Serialize(sample, Lines.WatchSample);

    public static string Write(RecordReport report) => JsonSerializer.Serialize(report, Context.RecordReport);

    public static string Write(DiagnosisReport report) => JsonSerializer.Serialize(report, Context.DiagnosisReport);

    /// <summary>Reads a report of an earlier run; fields that this version does not know are skipped.</summary>
    /// <exception cref="JsonException">Not such a report.</exception>
    public static DiagnosisReport ReadDiagnosis(string json)
    {
        var report = JsonSerializer.Deserialize(json, Context.DiagnosisReport) ?? throw new JsonException("The report is null.");
        return report.Schema == DiagnosisReport.SchemaName
            ? report
            : throw new JsonException($"The schema is {report.Schema}, expected {DiagnosisReport.SchemaName}.");
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
[JsonSerializable(typeof(StatsReport))]
[JsonSerializable(typeof(GcReport))]
[JsonSerializable(typeof(GcLogReport))]
[JsonSerializable(typeof(TopReport))]
[JsonSerializable(typeof(GcWatchReport))]
[JsonSerializable(typeof(WatchSample))]
[JsonSerializable(typeof(DiagnosisReport))]
[JsonSerializable(typeof(RecordReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
