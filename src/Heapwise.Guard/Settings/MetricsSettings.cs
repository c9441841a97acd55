using System.Net;

namespace Heapwise.Guard.Settings;

/// <summary>Who gets metrics.</summary>
/// <param name="Listen">Where they are served; null: nowhere.</param>
/// <param name="Otlp">Where they are sent; null: nowhere.</param>
public sealed record MetricsSettings(IPEndPoint? Listen, OtlpSettings? Otlp);
