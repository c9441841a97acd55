using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(DescriptorsPattern pattern)
    {
        var rate = pattern.PerRequest is { } perRequest ? $"每个请求留下 {Number(perRequest)} 个" : $"每轮留下 {Number(pattern.PerRound)} 个";
        return new PatternText(
            $"{facts.Holder} 不断打开，从不关闭",
            "打开的文件、套接字或管道在关闭之前会一直占用进程的一个文件描述符；"
                + "即使程序里已经没有任何引用，垃圾回收也不会替你关闭它。达到进程的上限（见 ulimit -n）后，下一次打开就会以 EMFILE 失败。",
            DescriptorsFix(),
            DescriptorsExample())
        {
            Explanation = $"{rate}未关闭的文件描述符。JavaScript 堆里看不出是谁打开的：那里已经没有任何对象引用它们。",
        };
    }

    private string DescriptorsFix() => facts.Leak.Holder.ShortName switch
    {
        "socket" => "每个套接字都要结束（end）或销毁（destroy），对端出错或没有响应时也一样："
            + "给连接设置超时，把每个响应读完或销毁，并给连接池设置上限。",
        "pipe" => "每个子进程都要结束，并监听它的 'close' 事件。",
        _ => "打开的资源在每条退出路径上都要关闭，抛出异常时也一样；流可以交给 pipeline()，其中一个失败时它会销毁所有的流。",
    };

    private string DescriptorsExample() => facts.Leak.Holder.ShortName == "socket"
        ? """
            const socket = net.connect(port, host);
            socket.setTimeout(30_000, () => socket.destroy());
            response.on('close', () => socket.destroy());
            """
        : """
            const file = await fs.promises.open(path);
            try { /* … */ } finally { await file.close(); }
            """;
}
