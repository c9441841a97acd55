using static Heapwise.Analysis.Advice.English.Phrases;

namespace Heapwise.Analysis.Advice.English;

internal static class DescriptorsTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => $"{Capital(facts.Holder)} are opened and never closed",
        facts => "An open file, socket or pipe takes a descriptor of the process until it is closed, also when nothing in the program refers to it any more: the garbage collector does not close it. When the limit of the process is reached (see ulimit -n) the next one fails with EMFILE.",
        facts => facts.Process?.Kind switch
        {
            "socket" => "End or destroy every socket, also when the other side fails or is silent: give connections a time limit, read every response to its end or destroy it, and put an upper bound on pools.",
            "pipe" => "End every child process, and listen for its 'close'.",
            _ => "Close what you open on every way out, also when something throws; for streams let pipeline() do it, which destroys all of them when one fails.",
        },
        facts => facts.Process?.Kind switch
        {
            "socket" => """
                const socket = net.connect(port, host);
                socket.setTimeout(30_000, () => socket.destroy());
                response.on('close', () => socket.destroy());
                """,
            _ => """
                const file = await fs.promises.open(path);
                try { /* … */ } finally { await file.close(); }
                """,
        })
    {
        Explanation = facts => facts.Process is { PerRequest: { } rate }
            ? $"Each request leaves {Number(rate)} {(Math.Abs(rate - 1) < 0.005 ? "descriptor" : "descriptors")} open. The JavaScript heap does not show who opened them: nothing there refers to them any more."
            : $"Each round leaves {Number(facts.Process?.PerRound ?? 0)} descriptors open. The JavaScript heap does not show who opened them: nothing there refers to them any more.",
    };
}
