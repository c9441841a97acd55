using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(DescriptorsPattern pattern)
    {
        var kind = (facts.Leak.Holder as LeakHolder.OfProcess)?.Kind;
        return new PatternText(
            $"{Capitalize(facts.Holder)} are opened and never closed",
            "An open file, socket or pipe uses a descriptor of the process until it is closed, "
            + "even if nothing in the program references it: the garbage collector does not close it. "
            + "Once the process reaches its limit (see ulimit -n), the next open fails with EMFILE.",
            DescriptorsFix(kind),
            kind == "socket"
                ? """
                    const socket = net.connect(port, host);
                    socket.setTimeout(30_000, () => socket.destroy());
                    response.on('close', () => socket.destroy());
                    """
                : """
                    const file = await fs.promises.open(path);
                    try { /* … */ } finally { await file.close(); }
                    """)
        {
            Explanation = DescriptorsRate(pattern)
                + " The JavaScript heap does not show what opened them, because nothing there references them anymore.",
        };
    }

    private static string DescriptorsFix(string? kind) => kind switch
    {
        "socket" => "End or destroy every socket, even if the other side fails or goes silent: set a timeout on connections, "
            + "read every response to the end or destroy it, and limit the size of pools.",
        "pipe" => "End every child process, and listen for its 'close' event.",
        _ => "Close what you open on every code path, including when something throws. "
            + "For streams, use pipeline(), which destroys all of them when one fails.",
    };

    private static string DescriptorsRate(DescriptorsPattern pattern) => pattern.PerRequest is { } rate
        ? $"Each request leaves {Number(rate)} {Plural(rate, "descriptor")} open."
        : $"Each round leaves {Number(pattern.PerRound)} {Plural(pattern.PerRound, "descriptor")} open.";
}
