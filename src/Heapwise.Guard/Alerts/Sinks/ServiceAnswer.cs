using System.Text.Json;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>A code in an answer: some services refuse with HTTP 200.</summary>
internal static class ServiceAnswer
{
    /// <param name="answer">What was answered.</param>
    /// <param name="keys">Where the code may be; the first that is there counts.</param>
    /// <param name="messageKey">Where the reason is.</param>
    /// <returns>The code with the reason; null where there is none, or it is no JSON.</returns>
    public static (long Code, string Reason)? Find(string answer, IReadOnlyList<string> keys, string messageKey)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;
            foreach (var key in keys)
            {
                if (!root.TryGetProperty(key, out var code) || code.ValueKind != JsonValueKind.Number) continue;
                if (!code.TryGetInt64(out var number)) continue;
                var hasReason = root.TryGetProperty(messageKey, out var reason) && reason.ValueKind == JsonValueKind.String;
                return (number, hasReason ? reason.GetString() ?? "" : "");
            }

            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
