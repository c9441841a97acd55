using Heapwise.Live.Attaching;

namespace Heapwise.Live.Surroundings;

/// <summary>Who listens on the port that every signalled process wants for its inspector (Linux).</summary>
/// <param name="Holder">The process in words, such as <c>pid 7 (node --inspect app.js)</c>.</param>
/// <param name="Obstacle">Why it cannot make room for a moment; null where it can.</param>
public sealed record InspectorPort(string Holder, string? Obstacle)
{
    public const int Number = 9229;

    /// <summary>Null where the port is free in our network.</summary>
    /// <param name="wanted">Processes that could be attached to.</param>
    public static InspectorPort? Find(IEnumerable<int> wanted)
    {
        if (!OperatingSystem.IsLinux() || PortHolder.Find(Number, Environment.ProcessId) is not { } holder) return null;
        var network = FindNetwork("self");
        int? wantedBy = wanted.Where(processId => processId != holder.ProcessId && FindNetwork($"{processId}") == network)
            .Select(processId => (int?)processId)
            .FirstOrDefault();
        return new InspectorPort(holder.Name, (holder with { WantedBy = wantedBy ?? holder.ProcessId ?? holder.WantedBy }).FindObstacle());
    }

    private static string? FindNetwork(string processId)
    {
        try
        {
            return new FileInfo($"/proc/{processId}/ns/net").LinkTarget;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
