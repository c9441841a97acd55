using System.Text.Json;
using System.Text.Json.Serialization;
using Heapwise.Analysis.Reports;
using Heapwise.Server.Comparing;
using Heapwise.Server.Findings;
using Heapwise.Server.Histories;
using Heapwise.Server.Recordings;
using Heapwise.Server.Rows;
using Heapwise.Server.Snapshots;
using Heapwise.Server.Sources;
using Heapwise.Server.Watching;
using Microsoft.AspNetCore.Mvc;

namespace Heapwise.Server.Endpoints;

/// <summary>The records of the API as JSON: camelCase, bytes as numbers, nulls written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, MaxDepth = 256)]
[JsonSerializable(typeof(PageSession))]
[JsonSerializable(typeof(SourceRow))]
[JsonSerializable(typeof(HeapOverview))]
[JsonSerializable(typeof(RowPage<HeapClassRow>))]
[JsonSerializable(typeof(RowPage<ObjectRow>))]
[JsonSerializable(typeof(RowPage<HeapEdgeRow>))]
[JsonSerializable(typeof(RowPage<ScopeRow>))]
[JsonSerializable(typeof(RowPage<HolderRow>))]
[JsonSerializable(typeof(RowPage<PackageRow>))]
[JsonSerializable(typeof(ObjectDetail))]
[JsonSerializable(typeof(HeapPaths))]
[JsonSerializable(typeof(HeapText))]
[JsonSerializable(typeof(SourceLines))]
[JsonSerializable(typeof(IReadOnlyList<SourceLines>))]
[JsonSerializable(typeof(DominatorCells))]
[JsonSerializable(typeof(DuplicateStrings))]
[JsonSerializable(typeof(ComparisonPage))]
[JsonSerializable(typeof(FindingsAnswer))]
[JsonSerializable(typeof(FindingsNews))]
[JsonSerializable(typeof(RecordedProfile))]
[JsonSerializable(typeof(RecordedTimeline))]
[JsonSerializable(typeof(GcLogReport))]
[JsonSerializable(typeof(IReadOnlyList<ProcessRow>))]
[JsonSerializable(typeof(LiveState))]
[JsonSerializable(typeof(LiveNews))]
[JsonSerializable(typeof(LiveEstimate))]
[JsonSerializable(typeof(SnapshotOrder))]
[JsonSerializable(typeof(SampleOrder))]
[JsonSerializable(typeof(IReadOnlyList<HistoryTargetRow>))]
[JsonSerializable(typeof(HistoryDetail))]
[JsonSerializable(typeof(HistoryCurve))]
[JsonSerializable(typeof(OpenOrder))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ServerJson : JsonSerializerContext;
