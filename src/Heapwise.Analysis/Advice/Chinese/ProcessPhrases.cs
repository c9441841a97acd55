using Heapwise.Analysis.Growth;
using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

/// <summary>Words for what grows in the process outside its heap.</summary>
internal static class ProcessPhrases
{
    public static string Holder(ProcessFacts process) => (process.Measure, process.Kind) switch
    {
        (MeasureTrends.External, _) => "堆外内存",
        (MeasureTrends.Rss, _) => "常驻内存（RSS）",
        (_, "") => "文件描述符",
        (_, "socket") => "套接字（socket）",
        (_, "pipe") => "管道（pipe）",
        (_, "inotify") => "文件监视（inotify）",
        (_, ['/', .., '/'] folder) => $"{folder} 下的文件",
        (_, ['/', ..] file) => $"{System.IO.Path.GetFileName(file)} 的文件描述符",
        (_, var kind) => $"文件描述符（{kind}）",
    };

    /// <summary>A measure by the name that reports have for it.</summary>
    public static string Measure(string? measure) => measure switch
    {
        MeasureTrends.HeapUsed => "已用堆内存（heapUsed）",
        MeasureTrends.External => "堆外内存（external）",
        MeasureTrends.ArrayBuffers => "ArrayBuffer 内存（arrayBuffers）",
        MeasureTrends.Rss => "常驻内存（RSS）",
        MeasureTrends.FileDescriptors => "打开的文件描述符",
        _ => measure ?? "",
    };

    public static string Rose(string measure, IReadOnlyList<long> values) =>
        $"每轮之后的{Measure(measure)}：{string.Join("、", values.Select(value => measure == MeasureTrends.FileDescriptors ? Count(value) : Bytes(value)))}";

    public static string Explanation(FindingFacts facts) => facts.BytesPerRequest is { } bytes
        ? $"每个请求使{facts.Holder}增加 {Bytes(bytes)}，且不再释放。"
        : $"每轮使{facts.Holder}增加 {Bytes(facts.BytesPerRound)}，且不再释放。";
}
