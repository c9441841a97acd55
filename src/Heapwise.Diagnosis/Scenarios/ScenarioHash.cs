using System.Security.Cryptography;
using System.Text.Json;

namespace Heapwise.Diagnosis.Scenarios;

/// <summary>The identity of what a scenario runs: the same for the same program, load and rounds, however they are written down.</summary>
internal static class ScenarioHash
{
    private const int Length = 12;

    /// <summary>What a run is judged by is no part of it.</summary>
    private static readonly string[] LeftOut = ["budgets", "ignore"];

    public static string Of(JsonElement scenario)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, scenario, LeftOut);
        return Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()))[..Length];
    }

    /// <summary>Without white space, keys in alphabetical order.</summary>
    private static void Write(Utf8JsonWriter writer, JsonElement element, string[] leftOut)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var pair in element.EnumerateObject().OrderBy(pair => pair.Name, StringComparer.Ordinal))
                {
                    if (leftOut.Contains(pair.Name)) continue;
                    writer.WritePropertyName(pair.Name);
                    Write(writer, pair.Value, []);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(writer, item, []);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
