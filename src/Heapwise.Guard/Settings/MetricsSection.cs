using System.Globalization;
using System.Net;

namespace Heapwise.Guard.Settings;

/// <summary>Reads who gets metrics.</summary>
internal static class MetricsSection
{
    public static MetricsSettings Read(ConfiguredSection metrics)
    {
        var listen = metrics.FindText("listen") is { } address
            ? ParseAddress(address) ?? throw metrics.Fail(
                "listen", $"\"{address}\" is not an address and a port such as 127.0.0.1:9464, [::1]:9464 or localhost:9464")
            : null;
        metrics.End();
        return new MetricsSettings(listen, null);
    }

    /// <summary>Null where it is none. A port of 0 is any free one.</summary>
    private static IPEndPoint? ParseAddress(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return null;
        var host = text[..colon];
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return new IPEndPoint(IPAddress.Loopback, port);
        var isBracketed = host is ['[', .., ']'];
        if (isBracketed != host.Contains(':', StringComparison.Ordinal)) return null; // an IPv6 address is in brackets
        return IPAddress.TryParse(isBracketed ? host[1..^1] : host, out var address) ? new IPEndPoint(address, port) : null;
    }
}
