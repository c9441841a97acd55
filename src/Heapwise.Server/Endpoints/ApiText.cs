using System.Text.Json;
using Heapwise.Server.Recordings;
using Heapwise.Server.Snapshots;

namespace Heapwise.Server.Endpoints;

/// <summary>Records of the API as JSON, for reports that carry them.</summary>
public static class ApiText
{
    public static string Of(IReadOnlyList<SourceLines?> lines) =>
        JsonSerializer.Serialize(lines, ServerJson.Default.IReadOnlyListSourceLines);

    public static string Of(RecordedProfile profile) => JsonSerializer.Serialize(profile, ServerJson.Default.RecordedProfile);
}
