using System.Globalization;
using Heapwise.Analysis.Growth;
using static Heapwise.Analysis.Advice.English.Phrases;

namespace Heapwise.Analysis.Advice.English;

/// <summary>Words for what grows in the process outside its heap.</summary>
internal static class ProcessPhrases
{
    public static string Holder(ProcessFacts process) => (process.Measure, process.Kind) switch
    {
        (MeasureTrends.External, _) => "memory outside the heap",
        (MeasureTrends.Rss, _) => "resident memory",
        (_, "") => "descriptors",
        (_, "socket") => "sockets",
        (_, "pipe") => "pipes",
        (_, "inotify") => "watches of files",
        (_, ['/', .., '/'] folder) => $"files in {folder}",
        (_, ['/', ..] file) => $"descriptors of {System.IO.Path.GetFileName(file)}",
        (_, var kind) => $"descriptors ({kind})",
    };

    public static string Rose(string measure, IReadOnlyList<long> values)
    {
        var isCount = measure == MeasureTrends.FileDescriptors;
        return $"{(isCount ? "open descriptors" : measure == MeasureTrends.External ? "external memory" : "resident memory")} after each round: {string.Join(", ", values.Select(value => isCount ? value.ToString("N0", CultureInfo.InvariantCulture) : Bytes(value)))}";
    }

    public static string Explanation(FindingFacts facts) => facts.BytesPerRequest is { } bytes
        ? $"Each request adds {Bytes(bytes)} of {facts.Holder} that stay."
        : $"Each round adds {Bytes(facts.BytesPerRound)} of {facts.Holder} that stay.";
}
