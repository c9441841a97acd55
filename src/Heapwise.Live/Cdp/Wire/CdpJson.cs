using System.Text.Json.Serialization;

namespace Heapwise.Live.Cdp.Wire;

/// <summary>The messages on the wire, named and shaped as in the protocol, with compiled serialisers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 10_000)]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(WireEmpty))]
[JsonSerializable(typeof(WireError))]
[JsonSerializable(typeof(WireEnabled))]
[JsonSerializable(typeof(WireInspectorPage[]))]
[JsonSerializable(typeof(WireEvaluate))]
[JsonSerializable(typeof(WireEvaluated))]
[JsonSerializable(typeof(WireCall))]
[JsonSerializable(typeof(WireRelease))]
[JsonSerializable(typeof(WireTakeHeapSnapshot))]
[JsonSerializable(typeof(WireHeapObject))]
[JsonSerializable(typeof(WireSnapshotProgress))]
[JsonSerializable(typeof(WireStartSampling))]
[JsonSerializable(typeof(WireSampledProfile))]
[JsonSerializable(typeof(WireStartTracking))]
[JsonSerializable(typeof(WireHeapStats))]
[JsonSerializable(typeof(WireLastSeenObject))]
[JsonSerializable(typeof(WireEnableWorkers))]
[JsonSerializable(typeof(WireAttachedToWorker))]
[JsonSerializable(typeof(WireToWorker))]
[JsonSerializable(typeof(WireWorkerSession))]
[JsonSerializable(typeof(WireScript))]
[JsonSerializable(typeof(WireScriptId))]
[JsonSerializable(typeof(WireScriptSource))]
[JsonSerializable(typeof(WireSkipPauses))]
internal sealed partial class CdpJson : JsonSerializerContext;
