using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Heapwise.Guard.Reports;

/// <summary>Events as JSON: camelCase, one line each.</summary>
public static class GuardJson
{
    private static readonly GuardJsonContext Lines = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string WriteLine(EventReport report) => JsonSerializer.Serialize(report, Lines.EventReport);

    /// <exception cref="JsonException">It is no event.</exception>
    public static EventReport ReadEvent(string json) =>
        JsonSerializer.Deserialize(json, Lines.EventReport) ?? throw new JsonException("no event");
}

[JsonSerializable(typeof(EventReport))]
internal sealed partial class GuardJsonContext : JsonSerializerContext;
