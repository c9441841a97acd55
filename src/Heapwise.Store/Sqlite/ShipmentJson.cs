using System.Text.Json;
using System.Text.Json.Serialization;
using Heapwise.Store.Records;

namespace Heapwise.Store.Sqlite;

/// <summary>Rows on their way to a server, as JSON.</summary>
[JsonSerializable(typeof(SeenTarget))]
[JsonSerializable(typeof(Sample))]
[JsonSerializable(typeof(StoredEvent))]
[JsonSerializable(typeof(EvidenceFile))]
internal sealed partial class ShipmentJson : JsonSerializerContext
{
    public static string Write(SeenTarget target) => JsonSerializer.Serialize(target, Default.SeenTarget);

    public static string Write(Sample sample) => JsonSerializer.Serialize(sample, Default.Sample);

    public static string Write(StoredEvent happened) => JsonSerializer.Serialize(happened, Default.StoredEvent);

    public static string Write(EvidenceFile file) => JsonSerializer.Serialize(file, Default.EvidenceFile);
}
