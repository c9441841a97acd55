using System.Net;
using Heapwise.Diagnosis.Settings;
using Heapwise.Guard.Metrics.Figures;
using Heapwise.Guard.Metrics.Otlp;
using Heapwise.Guard.Metrics.Prometheus;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Metrics;

/// <summary>Serves and sends what the loop leaves on the board, as the settings say.</summary>
/// <param name="board">The board.</param>
/// <param name="time">For time limits.</param>
/// <param name="say">Hears where metrics are, and of failures.</param>
internal sealed class MetricsOutlet(MetricsBoard board, TimeProvider time, Action<string> say) : IAsyncDisposable
{
    private MetricsServer? _server;
    private IPEndPoint? _listen;
    private OtlpExporter? _exporter;

    /// <exception cref="SettingsException">The address cannot be listened on: everything stays as it was.</exception>
    public async Task ApplyAsync(MetricsSettings settings)
    {
        if (!Equals(settings.Listen, _listen)) await ServeAsync(settings.Listen);
        if (_exporter is not null) await _exporter.DisposeAsync();
        _exporter = settings.Otlp is { } otlp ? new OtlpExporter(otlp, board, say) : null;
        board.IsWanted = _server is not null || _exporter is not null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_exporter is not null) await _exporter.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    private async Task ServeAsync(IPEndPoint? address)
    {
        var before = _server;
        _server = address is null ? null : MetricsServer.Start(address, board, time);
        _listen = address;
        if (_server is not null) say($"metrics are at http://{_server.Address}/metrics");
        if (before is not null) await before.DisposeAsync();
    }
}
