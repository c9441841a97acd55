using Heapwise.Diagnosis.Settings;
using Heapwise.Guard.Chronicles;
using Heapwise.Store.Sqlite;

namespace Heapwise.Guard.Settings;

/// <summary>Reads the settings, each key by its name: nothing is bound by reflection, so that nothing is set that nobody reads.</summary>
public static class GuardSettingsReader
{
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(50);

    /// <summary>The part of a liveness timeout that a pause may take: whoever asks may have begun to wait before it.</summary>
    private const int PartOfLiveness = 2;

    public const string DefaultFolder = "heap-snapshots";

    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);

    /// <exception cref="SettingsException">Something is wrong; the message names where, the value, and what is allowed.</exception>
    public static GuardSettings Read(SettingsSources sources)
    {
        var guard = sources.Section;
        var interval = guard.FindDuration("interval", MinInterval) ?? TimeSpan.FromSeconds(60);
        var settings = new GuardSettings
        {
            TargetName = guard.FindText("name"),
            WatchesAll = guard.FindFlag("all") ?? false,
            Interval = interval,
            StartGrace = guard.FindDuration("startGrace") ?? TimeSpan.FromMinutes(1),
            WarmUp = guard.FindDuration("warmUp") ?? TimeSpan.FromMinutes(15),
            Rules = RuleSettings.Read(guard.FindSection("rules"), guard.FindShare("heapThreshold") ?? 0.85, interval),
            Evidence = ReadEvidence(guard, sources),
            Alerts = AlertSettingsReader.Read(guard.FindSection("alerts"), sources),
            Metrics = MetricsSection.Read(guard.FindSection("metrics"), new OtlpVariables(sources.FindVariable)),
            Upload = UploadSettingsReader.Read(guard.FindSection("upload"), sources),
            Store = guard.FindText("store") is { } store ? PlaceOf(store, sources) : null,
            StoreBytes = guard.FindSize("storeSize") ?? HistoryFile.DefaultMaxBytes,
        };
        guard.End();
        if (settings is { WatchesAll: true, TargetName: not null }) throw guard.Fail("all", "give either all or name");
        return settings;
    }

    private static string PlaceOf(string store, SettingsSources sources) =>
        HistoryPlace.IsServer(store) ? store : sources.ResolvePath("store", store);

    private static EvidenceSettings ReadEvidence(ConfiguredSection guard, SettingsSources sources)
    {
        var evidence = guard.FindSection("evidence");
        var maxPause = evidence.FindDuration("maxPause", MinPause) ?? TimeSpan.FromSeconds(1);
        var liveness = evidence.FindDuration("livenessTimeout", MinPause * PartOfLiveness);
        var settings = new EvidenceSettings
        {
            Folder = sources.ResolvePath("folder", guard.FindText("folder") ?? DefaultFolder),
            MaxSnapshots = guard.FindCount("maxSnapshots", min: 0, max: 1000) ?? 5,
            DiskQuotaBytes = guard.FindSize("diskQuota") ?? 10_000_000_000,
            Cooldown = guard.FindDuration("cooldown") ?? TimeSpan.FromMinutes(30),
            TakesBaseline = evidence.FindFlag("baseline") ?? true,
            SecondAfter = evidence.FindDuration("secondAfter") ?? TimeSpan.FromMinutes(5),
            MaxPause = liveness / PartOfLiveness is { } most && most < maxPause ? most : maxPause,
            Inspector = evidence.FindChoice<InspectorUse>("inspector") ?? InspectorUse.Evidence,
            Diagnoses = evidence.FindFlag("diagnose") ?? false,
        };
        evidence.End();
        return settings;
    }
}
