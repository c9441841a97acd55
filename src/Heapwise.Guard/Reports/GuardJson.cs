using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Heapwise.Guard.Reports;

/// <summary>What the guard tells and remembers as JSON: camelCase; events are one line each.</summary>
public static class GuardJson
{
    private static readonly GuardJsonContext Lines = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static readonly GuardJsonContext Pages = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(HistoryReport report) => JsonSerializer.Serialize(report, Pages.HistoryReport);

    public static string WriteLine(EventReport report) => JsonSerializer.Serialize(report, Lines.EventReport);

    /// <exception cref="JsonException">It is no event.</exception>
    public static EventReport ReadEvent(string json) =>
        JsonSerializer.Deserialize(json, Lines.EventReport) ?? throw new JsonException("no event");
}

[JsonSerializable(typeof(EventReport))]
[JsonSerializable(typeof(HistoryReport))]
internal sealed partial class GuardJsonContext : JsonSerializerContext;
