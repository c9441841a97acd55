using Heapwise.Live.Processes;

namespace Heapwise.Guard.Metrics.Figures;

/// <summary>
/// Where the loop leaves what it knows after each turn, and servers and exporters find it. The loop writes, on its own thread; anybody
/// reads. Nothing is prepared while nobody wants it.
/// </summary>
public sealed class MetricsBoard
{
    private readonly NodeVersions _versions = new();
    private GuardFigures? _latest;

    /// <summary>Whether anybody serves or sends metrics.</summary>
    public bool IsWanted { get; set; }

    /// <summary>Null before the first turn.</summary>
    public GuardFigures? Latest => Volatile.Read(ref _latest);

    /// <summary>Called after every turn, on the thread of the loop: must return at once.</summary>
    public Action<GuardFigures>? Published { get; set; }

    public string? FindNodeVersion(int processId) => _versions.Find(processId);

    public void Publish(GuardFigures figures)
    {
        Volatile.Write(ref _latest, figures);
        Published?.Invoke(figures);
    }
}
