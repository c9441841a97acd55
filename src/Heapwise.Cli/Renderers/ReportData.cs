using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Reports;
using Heapwise.Diagnosis.Sources;
using Heapwise.Server.Endpoints;
using Heapwise.Server.Recordings;
using Heapwise.Server.Snapshots;

namespace Heapwise.Cli.Renderers;

/// <summary>The data of an HTML report: the report's own JSON, and lines of source around the locations in it.</summary>
internal static class ReportData
{
    private const int LinesAround = 6;

    public static string Of(DiagnosisReport report) =>
        Of(DiagnosisReport.SchemaName, ReportJson.Write(report), report.Findings.Select(finding => finding.Location));

    public static string Of(SuspectsReport report) =>
        Of(SuspectsReport.SchemaName, ReportJson.Write(report), report.Suspects.Select(suspect => suspect.Location));

    public static string Of(DiffReport report) => Of(DiffReport.SchemaName, ReportJson.Write(report), []);

    public static string Of(RecordReport report, AllocationProfile profile)
    {
        var stacks = ApiText.Of(RecordedProfile.From("", report.File, profile));
        return $$"""{"schema":"{{RecordReport.SchemaName}}","report":{{ReportJson.Write(report)}},"profile":{{stacks}}}""";
    }

    public static string Of(GcLogReport report) => Of(GcLogReport.SchemaName, ReportJson.Write(report), []);

    private static string Of(string schema, string report, IEnumerable<LocationReport?> places)
    {
        var texts = new DiskSources();
        var sources = ApiText.Of([.. places.Select(place => SourceLines.Find(texts, place, LinesAround))]);
        return $$"""{"schema":"{{schema}}","report":{{report}},"sources":{{sources}}}""";
    }
}
