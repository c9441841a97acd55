using System.Text.Json.Serialization;

namespace Heapwise.Live.Recording;

/// <summary>What our own scripts return for recordings, with compiled serialisers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WireAllocationRate))]
[JsonSerializable(typeof(OpenedFile[]))]
internal sealed partial class RecordingJson : JsonSerializerContext;

internal sealed record WireAllocationRate(double Bytes, double Milliseconds);
