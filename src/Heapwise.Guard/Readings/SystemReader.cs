using Heapwise.Live.Processes;

namespace Heapwise.Guard.Readings;

/// <summary>What the system knows about a process: <c>/proc</c> and control groups. Reading it does not touch the process.</summary>
public sealed class SystemReader(int processId)
{
    private (TimeSpan At, TimeSpan Computed)? _before;

    /// <summary>What else the latest reading has shown; null where the process had ended.</summary>
    public ProcessUse? Use { get; private set; }

    /// <summary>Costs some twenty small reads, and one directory listing.</summary>
    /// <param name="at">Now, by a clock that nobody sets.</param>
    public Dictionary<Figure, double> Read(TimeSpan at)
    {
        var values = new Dictionary<Figure, double>();
        if (ProcStatus.Find(processId) is { HasEnded: false } status)
        {
            values[Figure.Rss] = status.RssBytes;
            values[Figure.Anonymous] = status.AnonymousBytes;
            Use = ProcTime.FindProcessorTimes(processId) is { } computed
                ? new ProcessUse(computed.User, computed.System, status.VirtualBytes, status.DataBytes)
                : null;
        }

        var group = CgroupReading.Of(processId);
        Add(Figure.GroupLimit, group.Memory?.LimitBytes);
        Add(Figure.GroupUsed, group.Memory?.UsedBytes);
        Add(Figure.GroupAnonymous, group.AnonymousBytes);
        Add(Figure.Kills, group.Signs.Kills);
        Add(Figure.Reclaims, group.Signs.Reclaims);
        Add(Figure.Stall, group.Signs.StallShare);
        Add(Figure.MachineAvailable, MachineMemory.FindAvailable());
        Add(Figure.MachineTotal, MachineMemory.FindTotal());
        Add(Figure.Descriptors, ProcDescriptors.FindCount(processId));
        Add(Figure.DescriptorLimit, ProcLimits.FindMaxOpenFiles(processId));
        AddMainThread(values, at);
        return values;

        void Add(Figure figure, double? value)
        {
            if (value is { } known) values[figure] = known;
        }
    }

    /// <summary>It has computed this share of the time since the reading before; the first has none.</summary>
    private void AddMainThread(Dictionary<Figure, double> values, TimeSpan at)
    {
        if (ProcTime.FindMainThread(processId) is not { } computed) return;
        if (_before is { } before && at > before.At)
            values[Figure.MainThread] = Math.Clamp((computed - before.Computed) / (at - before.At), 0, 1);
        _before = (at, computed);
    }
}
