using System.Globalization;
using Heapwise.Guard.Alerts.Words;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>The colors of alerts, told apart by color-blind people, too.</summary>
internal static class AlertColors
{
    public static int Of(AlertTone tone) => tone switch
    {
        AlertTone.Critical => 0xC62828,
        AlertTone.Warning => 0xE69F00,
        AlertTone.Resolved => 0x1B8A5A,
        _ => 0x3A6EA5,
    };

    public static string HexOf(AlertTone tone) => string.Create(CultureInfo.InvariantCulture, $"#{Of(tone):X6}");
}
