using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class DescriptorsTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => $"{facts.Holder} 不断打开，从不关闭",
        _ => "打开的文件、套接字或管道会占用进程的一个文件描述符，直到被关闭为止；即使程序里已经没有任何引用，垃圾回收也不会替你关闭它。达到进程的上限（见 ulimit -n）后，下一次打开就会以 EMFILE 失败。",
        facts => facts.Process?.Kind switch
        {
            "socket" => "每个套接字都要结束（end）或销毁（destroy），对端出错或没有响应时也一样：给连接设置超时，把每个响应读完或销毁，并给连接池设置上限。",
            "pipe" => "每个子进程都要结束，并监听它的 'close' 事件。",
            _ => "打开的东西在每条退出路径上都要关闭，抛出异常时也一样；流可以交给 pipeline()，其中一个失败时它会销毁所有的流。",
        },
        English.DescriptorsTexts.Texts.Example,
        facts => facts.Process is { PerRequest: { } rate }
            ? $"每个请求留下 {Number(rate)} 个未关闭的文件描述符。JavaScript 堆里看不出是谁打开的：那里已经没有任何对象引用它们。"
            : $"每轮留下 {Number(facts.Process?.PerRound ?? 0)} 个未关闭的文件描述符。JavaScript 堆里看不出是谁打开的：那里已经没有任何对象引用它们。");
}
