using System.Diagnostics;
using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.English;

/// <summary>What a program registers with Node or opens, in the words of Node's documentation.</summary>
internal sealed partial class EnglishPatterns
{
    // Long because each API has a text of its own.
    private static PatternText TextOf(NodeApi api) => api switch
    {
        NodeApi.PerformanceTimeline => new PatternText(
            "Marks and measures of the performance timeline are never cleared",
            "performance.mark() and performance.measure() add an entry to the performance timeline of the process. It stays there "
            + "until clearMarks() or clearMeasures() removes it, even after an observer has read it, and keeps its detail alive.",
            "Clear marks and measures by name once they have been read, for example in the observer's callback. "
            + "For a duration alone, subtract two values of performance.now().",
            """
            performance.measure('run', 'run-start', 'run-end');
            performance.clearMarks('run-start');
            performance.clearMarks('run-end');
            performance.clearMeasures('run');
            """)
        {
            Holds = "the performance timeline holds them",
        },
        NodeApi.PerformanceObserver => new PatternText(
            "Performance observers are never disconnected",
            "observe() registers the observer with Node, which keeps it and everything that its callback references until disconnect().",
            "Create one observer at startup, or call disconnect() when the work it belongs to ends.",
            """
            const observer = new PerformanceObserver(onEntries);
            observer.observe({ type: 'measure' });
            res.on('close', () => observer.disconnect());
            """)
        {
            Holds = "Node's list of performance observers holds them",
        },
        NodeApi.AsyncHook => new PatternText(
            "Async hooks are enabled and never disabled",
            "enable() adds the hook to Node's list, where it stays until disable(): its callbacks run for every asynchronous operation "
            + "of the process, and everything that they reference stays alive.",
            "Enable one hook at startup, or call disable() when the work it belongs to ends. "
            + "To pass data along asynchronous calls, use AsyncLocalStorage.",
            """
            const hook = createHook({ init });
            hook.enable();
            res.on('close', () => hook.disable());
            """)
        {
            Holds = "Node's list of active async hooks holds them",
        },
        NodeApi.MessagePort => new PatternText(
            "MessagePorts are opened and never closed",
            "Node keeps both ports of a MessageChannel alive while one of them listens for messages, "
            + "with everything that the listeners reference, until one of the two is closed.",
            "Close a port when the last message has been received: closing one end closes both.",
            """
            const { port1, port2 } = new MessageChannel();
            port2.once('message', (message) => { use(message); port2.close(); });
            """)
        {
            Holds = "open handles of Node hold them",
        },
        NodeApi.BroadcastChannel => new PatternText(
            "BroadcastChannels are opened and never closed",
            "Node keeps an open BroadcastChannel alive, with everything that its listeners reference, until it is closed.",
            "Open one channel of each name at startup, or close it when the work it belongs to ends.",
            """
            const channel = new BroadcastChannel('news');
            res.on('close', () => channel.close());
            """)
        {
            Holds = "open handles of Node hold them",
        },
        NodeApi.Worker => new PatternText(
            "Worker threads are started and never end",
            "A worker thread runs until its code has nothing left to wait for, or until terminate(). A listener on parentPort keeps it "
            + "waiting. Each thread has a heap, a stack and pipes of its own, most of which a snapshot of this thread does not show.",
            "Use a fixed number of threads for all requests, or call terminate() when a thread's work is done.",
            """
            const worker = new Worker('./task.js');
            worker.once('message', (result) => { use(result); worker.terminate(); });
            """)
        {
            Holds = "open handles of Node hold them",
        },
        _ => throw new UnreachableException(),
    };
}
