namespace Heapwise.Analysis.Process;

/// <summary>What a run put a program under.</summary>
/// <param name="Kind">What sort of load.</param>
/// <param name="Text">The request or the command; null for the program's own work.</param>
/// <param name="Varies">False where all requests were the same: what is kept per user or id cannot grow by them.</param>
public sealed record RunLoad(RunLoadKind Kind, string? Text, bool Varies)
{
    /// <summary>Whether two runs can be compared. A server may listen elsewhere each time, so the address does not count.</summary>
    public bool IsLike(RunLoad other) => Kind == other.Kind && Comparable == other.Comparable;

    private string? Comparable => Kind == RunLoadKind.Requests && Text is { } request ? WithoutAddress(request) : Text;

    /// <summary>Method and path of <c>GET http://127.0.0.1:3001/users</c>, <c>GET :3001/users</c> and <c>GET /users</c>.</summary>
    private static string WithoutAddress(string request)
    {
        var scheme = request.IndexOf("://", StringComparison.Ordinal);
        var path = request.IndexOf('/', scheme < 0 ? 0 : scheme + 3);
        return request[..(request.IndexOf(' ') + 1)] + (path < 0 ? "/" : request[path..]);
    }
}
