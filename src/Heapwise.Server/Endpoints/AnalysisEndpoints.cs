using Heapwise.Analysis.Reports;
using Heapwise.Server.Comparing;
using Heapwise.Server.Findings;
using Heapwise.Server.Recordings;
using Heapwise.Server.Requests;
using Heapwise.Server.Rows;
using Heapwise.Server.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Heapwise.Server.Endpoints;

/// <summary>Findings, comparisons and recordings.</summary>
internal static class AnalysisEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/findings", ([FromQuery] string files, [FromQuery] string? lang, FindingsRuns runs) =>
            runs.Answer(IdsOf(files), ReportLanguages.FindOrDefault(lang ?? "en")));

        api.MapGet("/compare", ([FromQuery] string files, [FromQuery] string? by, [AsParameters] RowQuery query, Comparisons comparisons,
            CancellationToken cancellation) => comparisons.ReadAsync(IdsOf(files), by, query, cancellation));

        api.MapGet("/compare/objects", ([FromQuery] string files, [FromQuery(Name = "class")] string key, [FromQuery] string? which,
            [AsParameters] RowQuery query, Comparisons comparisons, CancellationToken cancellation) =>
            comparisons.ReadObjectsAsync(IdsOf(files), key, which, query, cancellation));

        api.MapGet("/profiles/{id}", (string id, SourceRegistry sources) =>
        {
            var source = Get(sources, id, SourceKind.Profile);
            return RecordedProfile.From(source.Id, source.Name, ProfileReader.Read(source.Path));
        });

        api.MapGet("/timelines/{id}", (string id, SourceRegistry sources, HeapReading reading) =>
        {
            var source = Get(sources, id, SourceKind.Timeline);
            return reading.ReadAsync(id, heap => RecordedTimeline.From(source, heap.Snapshot));
        });

        api.MapGet("/gclogs/{id}", (string id, SourceRegistry sources, CancellationToken cancellation) =>
            Task.Run(() => RecordedGcLog.Read(Get(sources, id, SourceKind.GcLog), cancellation), cancellation));
    }

    private static string[] IdsOf(string files) => files.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static Source Get(SourceRegistry sources, string id, SourceKind kind) => sources.Get(id) is var source && source.Kind == kind
        ? source
        : throw new RequestRefusedException($"{source.Name} is no {kind.ToString().ToLowerInvariant()}");
}
