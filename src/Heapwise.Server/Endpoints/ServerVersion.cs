namespace Heapwise.Server.Endpoints;

internal static class ServerVersion
{
    public static string Text { get; } = typeof(ServerVersion).Assembly.GetName().Version is { } version ? version.ToString(3) : "0.0.0";
}
