using Heapwise.Diagnosis.Settings;
using Heapwise.Guard.Alerts.Dispatching;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Evidence;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Live.Attaching;
using Heapwise.Store.Records;
using Heapwise.Store.Sqlite;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>Evidence taken of a real process by a program of the test's choice.</summary>
/// <param name="folder">For what is taken.</param>
/// <param name="program">What is run for it.</param>
internal sealed class EvidenceRun(string folder, string[] program)
{
    public async Task<(string Refusals, IReadOnlyList<string> Snapshots)> GatherAsync(int processId, string inspector)
    {
        var settings = GuardSettingsReader.Read(new SettingsSources(
            SettingsFile.Parse("heapwise.json", "{}"u8.ToArray()),
            [],
            [("a", "folder", Path.Combine(folder, "s")), ("b", "evidence:inspector", inspector), ("c", "evidence:maxPause", "20s")]));
        var node = new NodeSightings().Look().Single(seen => seen.ProcessId == processId);
        var target = new TargetIdentity("h", "b", node);
        using var chronicle = new Chronicle(null, new HistoryOptions(), _ => { });
        chronicle.Add(new StoredTarget(target.Key, "h", "", "n", "c", processId, DateTimeOffset.UnixEpoch), DateTimeOffset.UnixEpoch);
        var log = Path.Combine(folder, "events");
        await using var dispatcher = new Dispatcher(AlertSettings.Nobody with { LogFile = log }, chronicle, TimeProvider.System, _ => { });
        await using var worker = new EvidenceWorker(
            () => settings.Evidence, new OwnProgram(program), chronicle, dispatcher, TimeProvider.System);
        worker.OrderPair(target, "alert", new Trail(TimeSpan.Zero));
        await worker.CompleteAsync();
        var told = GuardJson.ReadEvent(File.ReadAllLines(log).Single());
        return (
            string.Join("; ", told.Refused),
            [.. told.Evidence.Where(file => file.Kind == "snapshot").Select(file => file.File)]);
    }
}
