using System.Globalization;
using Heapwise.Analysis.Language.Units;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Rules;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;

namespace Heapwise.Cli.Texts;

/// <summary>What the guard says of itself.</summary>
internal static class GuardText
{
    /// <summary>In one line, at its start.</summary>
    public static string Summarize(GuardSettings settings) =>
        $"a reading every {Durations.Format(settings.Interval)}, snapshots in {settings.Evidence.Folder}, "
        + $"history in {PlaceOf(settings.Store)}";

    /// <summary>All settings, for a check.</summary>
    public static IEnumerable<string> Describe(GuardSettings settings)
    {
        yield return "The settings are fine.";
        yield return $"  targets      {TargetsOf(settings)}";
        yield return $"  readings     every {Durations.Format(settings.Interval)}; "
            + $"alerts from an age of {Durations.Format(settings.StartGrace)}, growth from {Durations.Format(settings.WarmUp)}";
        var evidence = settings.Evidence;
        yield return $"  evidence     {evidence.Folder}: at most {Number(evidence.MaxSnapshots)} snapshots a program and "
            + $"{ByteSize.FormatShort(evidence.DiskQuotaBytes)}; pauses up to {Durations.Format(evidence.MaxPause)}; "
            + $"cooldown {Durations.Format(evidence.Cooldown)}; inspector: {evidence.Inspector.ToString().ToLowerInvariant()}"
            + (evidence.Diagnoses ? "; diagnosed at once" : "");
        yield return $"  history      {PlaceOf(settings.Store)}, at most {ByteSize.FormatShort(settings.StoreBytes)}";
        if (settings.Upload is { } upload) yield return $"  upload       {Describe(upload)}";
        foreach (var receiver in Describe(settings.Alerts)) yield return $"  {receiver}";
        if (settings.Metrics.Listen is { } listen) yield return $"  metrics      http://{listen}/metrics";
        if (settings.Metrics.Otlp is { } otlp)
            yield return $"  metrics      to {otlp.Address.Authority} over {(otlp.Protocol == OtlpProtocol.Grpc ? "gRPC" : "HTTP")}"
                + (otlp.Headers.Count > 0 ? $" with {string.Join(", ", otlp.Headers.Select(header => header.Name))} (secret)" : "");
        foreach (var rule in settings.Rules) yield return $"  rule         {Describe(rule)}";
    }

    /// <summary>What one look has shown, a line for each process.</summary>
    public static IEnumerable<string> Describe(
        IReadOnlyList<(TargetIdentity Target, Reading? Latest, string? Obstacle)> targets, TargetChoice choice)
    {
        if (targets.Count == 0) yield return $"Found nothing to watch ({choice.Describe()}).";
        foreach (var (target, latest, obstacle) in targets)
        {
            var heap = latest?.FindHeap() is var (full, limit)
                ? $"heap {Shares.Format(full / limit)} of {ByteSize.FormatShort(limit)}"
                : $"heap unknown ({obstacle ?? "not read"})";
            var memory = latest?.Find(Figure.Rss) is { } resident ? $", memory {ByteSize.FormatShort(resident)}" : "";
            var group = latest?.FindShare(Figure.GroupAnonymous, Figure.GroupLimit) is { } used
                ? $", {Shares.Format(used)} of its control group's {ByteSize.FormatShort(latest.Find(Figure.GroupLimit) ?? 0)}"
                : "";
            var descriptors = latest?.Find(Figure.Descriptors) is { } open ? $", {Number(open)} descriptors" : "";
            yield return $"{target}: {heap}{memory}{group}{descriptors}";
        }
    }

    /// <summary>Who is notified, a line each. Of an address only the host is shown: the rest is often a secret, and so is a key.</summary>
    private static IEnumerable<string> Describe(AlertSettings alerts)
    {
        if (alerts.LogFile is { } log) yield return $"log          {log}";
        if (alerts.Command is { } command) yield return $"command      {command}";
        if (alerts.Webhook is { } webhook) yield return $"webhook      {webhook.Url.Host} (the rest of the address is a secret)";
        if (alerts.Email is { } email)
        {
            var port = email.Port.ToString(CultureInfo.InvariantCulture);
            yield return $"email        {string.Join(", ", email.To)} through {email.Host}:{port}"
                + $"{(email.User is null ? "" : ", with a password")}{LanguageOf(email.Language)}";
        }

        foreach (var service in alerts.Services)
        {
            var hosts = string.Join(", ", service.Urls.Select(url => url.Host));
            var secret = service.Secret.Length > 0 ? ", with a secret" : "";
            yield return $"{service.Name,-12} {hosts}{secret}{LanguageOf(service.Language)}";
        }
    }

    private static string LanguageOf(NewsLanguage language) => language == NewsLanguage.Zh ? "; in Chinese" : "";

    private static string TargetsOf(GuardSettings settings) => settings switch
    {
        { TargetName: { } name } => $"'{name}' in the command line",
        { WatchesAll: true } => "all Node processes",
        _ => "named on the command line",
    };

    private static string Describe(UploadSettings upload)
    {
        var where = upload.Endpoint is { } endpoint ? $" at {endpoint.GetLeftPart(UriPartial.Authority)}" : "";
        var region = upload.Region is { } name ? $" in {name}" : "";
        var encryption = upload.Encryption switch
        {
            Encryption.Aes256 => "; encrypted with AES256",
            Encryption.Kms => $"; encrypted with {(upload.KmsKey is null ? "a" : "the given")} key of aws:kms",
            _ => "",
        };
        var rate = upload.MaxRate is { } bytes ? $"; at most {ByteSize.FormatShort(bytes)} a second" : "";
        return $"s3://{upload.Bucket}/{(upload.Prefix.Length > 0 ? upload.Prefix + "/" : "")}{upload.Service}/{where}{region}; "
            + $"compression: {upload.Compression.ToString().ToLowerInvariant()}{encryption}{rate}; "
            + $"local copies {(upload.KeepsLocal ? "stay" : "go when they are verified")}; "
            + $"waits up to {Durations.Format(upload.Drain)} at the end";
    }

    private static string Describe(Rule rule)
    {
        var threshold = rule switch
        {
            HeapNearLimitRule near => $"from {Shares.Format(near.Threshold)}",
            MemoryNearLimitRule near => $"from {Shares.Format(near.Threshold)}",
            DescriptorsNearLimitRule near => $"from {Shares.Format(near.Threshold)}",
            MemoryStallRule stall => $"from {Shares.Format(stall.Threshold)}",
            LoopBusyRule busy => $"from {Shares.Format(busy.Threshold)}",
            HeapGrowsRule grows => $"full within {Durations.Format(grows.Horizon)}",
            NativeGrowsRule grows => $"full within {Durations.Format(grows.Horizon)}",
            LoopDelayRule late => $"from {Durations.Format(late.Threshold)}",
            DetachedContextsRule contexts => $"from {Number(contexts.Threshold)}",
            _ => "at once",
        };
        var captures = rule.Terms.Captures ? ", takes snapshots" : "";
        return $"{rule.Name}: {rule.Terms.Severity.ToString().ToLowerInvariant()} {threshold} for {Durations.Format(rule.Terms.For)}, "
            + $"over after {Durations.Format(rule.Terms.ClearFor)}{captures}";
    }

    /// <summary>Of a server without its password.</summary>
    private static string PlaceOf(string? store)
    {
        if (!HistoryPlace.IsServer(store)) return HistoryPlace.FileOf(store);
        return Uri.TryCreate(store, UriKind.Absolute, out var address) ? $"{address.Host}{address.AbsolutePath}" : "a PostgreSQL server";
    }

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
