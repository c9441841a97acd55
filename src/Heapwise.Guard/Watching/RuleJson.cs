using System.Text.Json;
using System.Text.Json.Serialization;
using Heapwise.Guard.Rules;

namespace Heapwise.Guard.Watching;

/// <summary>States of rules as they are kept from one run of the guard to the next.</summary>
[JsonSerializable(typeof(RuleState))]
internal sealed partial class RuleJson : JsonSerializerContext
{
    public static string Write(RuleState state) => JsonSerializer.Serialize(state, Default.RuleState);

    /// <summary>Null where another version wrote it.</summary>
    public static RuleState? TryRead(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.RuleState);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
