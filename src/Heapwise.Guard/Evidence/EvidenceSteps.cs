using System.Globalization;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Evidence;

/// <summary>
/// The ways to take evidence, the most harmless first. From outside: the process stands still for a moment, and does nothing for it. Only
/// where that is not possible, and the inspector may be opened: allocations are sampled for a while, then two snapshots in one session, if
/// what they cost fits. An inspector is never held open for minutes.
/// </summary>
/// <param name="settings">What may be done.</param>
/// <param name="program">Does it.</param>
/// <param name="folder">Where to.</param>
/// <param name="time">For waiting.</param>
internal sealed class EvidenceSteps(EvidenceSettings settings, OwnProgram program, EvidenceFolder folder, TimeProvider time)
{
    private static readonly TimeSpan QuietPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MinBetween = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxSession = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SamplingTime = TimeSpan.FromSeconds(30);

    /// <summary>A third of the time that is left: the second snapshot should not come too late.</summary>
    private const int PartOfTimeLeft = 3;

    /// <returns>What was not done, and why.</returns>
    public async Task<IReadOnlyList<string>> TakeAsync(EvidenceOrder order, string series, CancellationToken cancellation)
    {
        await QuietTime.WaitAsync(order.Target, Between(order, QuietPatience), time, cancellation);
        string[] way = order.Target.Thread is { } thread ? ["--outside", "--thread", Id(thread.Id)] : ["--outside"];
        var outside = await SnapAsync(order, series, way, Between(order, settings.SecondAfter), cancellation);
        if (outside.ExitCode == 0) return [];
        if (folder.Find(series, order.Target, DateTimeOffset.UnixEpoch).Count > 0)
            return [$"the second snapshot could not be taken: {outside.Reason}"];
        List<string> refusals = [$"the heap could not be read from outside: {outside.Reason}"];
        if (order.IsBaseline) return refusals;
        if (order.Target.Thread is not null) return [.. refusals, "heaps of worker threads are read from outside only"];
        if (settings.Inspector == InspectorUse.Never)
            return [.. refusals, "the inspector may not be opened (evidence.inspector is \"never\")"];
        var sampling = await program.RunAsync(
            [
                "record", "--pid", Pid(order), "--duration", Seconds(SamplingTime),
                "-o", Path.Combine(folder.Path, $"{series}.allocations.heapprofile"), "--format", "json",
            ],
            isUrgent: true,
            cancellation);
        if (sampling.ExitCode != 0) refusals.Add($"allocations could not be sampled: {sampling.Reason}");
        await QuietTime.WaitAsync(order.Target, Between(order, QuietPatience), time, cancellation);
        var inside = await SnapAsync(order, series, ["--no-outside"], Between(order, MaxSession), cancellation);
        if (inside.ExitCode != 0) refusals.Add($"no snapshot through the inspector: {inside.Reason}");
        order.Trail.RestartAfterCapture();
        return refusals;
    }

    private Task<OwnRun> SnapAsync(
        EvidenceOrder order, string series, string[] way, TimeSpan between, CancellationToken cancellation)
    {
        var part = order.IsBaseline ? ".baseline" : "";
        string[] count = order.IsBaseline ? [] : ["--count", "2", "--every", Seconds(between)];
        return program.RunAsync(
            [
                "snapshot", "--one-at-a-time", "--pid", Pid(order), .. way, "--max-pause", Seconds(settings.MaxPause), .. count,
                "-o", Path.Combine(folder.Path, $"{series}{part}.{EvidenceName.Snapshot}"), "--format", "json",
            ],
            isUrgent: true,
            cancellation);
    }

    private static TimeSpan Between(EvidenceOrder order, TimeSpan wanted)
    {
        var between = order.TimeLeft / PartOfTimeLeft is { } part && part < wanted ? part : wanted;
        return between < MinBetween ? MinBetween : between;
    }

    private static string Pid(EvidenceOrder order) => Id(order.Target.Node.ProcessId);

    private static string Id(int id) => id.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms");
}
