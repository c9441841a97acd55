using System.Diagnostics;
using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>What a program registers with Node or opens, in the words of Node's documentation.</summary>
internal sealed partial class ChinesePatterns
{
    // Long because each API has a text of its own.
    private static PatternText TextOf(NodeApi api) => api switch
    {
        NodeApi.PerformanceTimeline => new PatternText(
            "性能时间线上的 mark 和 measure 从不清除",
            "performance.mark() 和 performance.measure() 会在进程的性能时间线上新增条目。条目被 observer 读取后仍然留在那里，"
            + "直到调用 clearMarks() 或 clearMeasures()，期间它的 detail 也一直存活。",
            "读取之后按名称清除，例如在 observer 的回调里。如果只需要耗时，用两次 performance.now() 相减即可。",
            """
            performance.measure('run', 'run-start', 'run-end');
            performance.clearMarks('run-start');
            performance.clearMarks('run-end');
            performance.clearMeasures('run');
            """)
        {
            Holds = "持有者是性能时间线（performance timeline）",
        },
        NodeApi.PerformanceObserver => new PatternText(
            "PerformanceObserver 从不断开",
            "observe() 把 observer 登记到 Node 中。在调用 disconnect() 之前，Node 会一直持有它以及回调引用的一切。",
            "在启动时只创建一个 observer，或者在任务结束时调用 disconnect()。",
            """
            const observer = new PerformanceObserver(onEntries);
            observer.observe({ type: 'measure' });
            res.on('close', () => observer.disconnect());
            """)
        {
            Holds = "持有者是 Node 的 PerformanceObserver 列表",
        },
        NodeApi.AsyncHook => new PatternText(
            "async hook 启用后从不停用",
            "enable() 把 hook 加入 Node 的列表，直到调用 disable()。在此期间，进程中的每个异步操作都会触发它的回调，回调引用的一切也一直存活。",
            "在启动时只启用一个 hook，或者在任务结束时调用 disable()。如果是为了在异步调用之间传递数据，请使用 AsyncLocalStorage。",
            """
            const hook = createHook({ init });
            hook.enable();
            res.on('close', () => hook.disable());
            """)
        {
            Holds = "持有者是 Node 的 async hook 列表",
        },
        NodeApi.MessagePort => new PatternText(
            "MessagePort 打开后从不关闭",
            "只要 MessageChannel 的任一端口还在监听消息，Node 就会让两个端口以及监听器引用的一切保持存活，直到其中一端被关闭。",
            "收到最后一条消息后关闭端口：关闭一端，两端都会关闭。",
            """
            const { port1, port2 } = new MessageChannel();
            port2.once('message', (message) => { use(message); port2.close(); });
            """)
        {
            Holds = "持有者是 Node 中打开的句柄",
        },
        NodeApi.BroadcastChannel => new PatternText(
            "BroadcastChannel 打开后从不关闭",
            "在关闭之前，Node 会让打开的 BroadcastChannel 以及监听器引用的一切保持存活。",
            "每个名称的通道在启动时只打开一次，或者在任务结束时关闭。",
            """
            const channel = new BroadcastChannel('news');
            res.on('close', () => channel.close());
            """)
        {
            Holds = "持有者是 Node 中打开的句柄",
        },
        NodeApi.Worker => new PatternText(
            "工作线程启动后从不结束",
            "工作线程会一直运行，直到它的代码不再等待任何事件，或者调用了 terminate()。parentPort 上的监听器会让它一直等待。"
            + "每个线程都有自己的堆、栈和管道，其中大部分不会出现在当前线程的快照里。",
            "所有请求共用固定数量的线程，或者在线程的任务完成后调用 terminate()。",
            """
            const worker = new Worker('./task.js');
            worker.once('message', (result) => { use(result); worker.terminate(); });
            """)
        {
            Holds = "持有者是 Node 中打开的句柄",
        },
        _ => throw new UnreachableException(),
    };
}
