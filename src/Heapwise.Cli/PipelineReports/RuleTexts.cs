namespace Heapwise.Cli.PipelineReports;

/// <summary>What a rule is about, for whoever meets it in a pipeline and has never seen heapwise.</summary>
internal static class RuleTexts
{
    private const string HowToRead =
        "heapwise put the program under load, compared heap snapshots object by object, and found objects from every round that stay "
        + "alive. The message names what holds them and the line that adds them.";

    private const string HowToBudget =
        "The limit is set under budgets in heapwise.json. Reduce what the program keeps, or raise the limit on purpose.";

    private static readonly Dictionary<string, (string Brief, string Help)> Texts = new(StringComparer.Ordinal)
    {
        ["unbounded-cache"] = ("A cache grows without limit", HowToRead),
        ["growing-collection"] = ("A collection only ever grows", HowToRead),
        ["closure"] = ("Functions keep large variables alive", HowToRead),
        ["event-listener"] = ("Listeners are added and never removed", HowToRead),
        ["timer"] = ("Timers are started and never stopped", HowToRead),
        ["promise"] = ("Promises that never settle accumulate", HowToRead),
        ["stream"] = ("Streams or responses are left open or unread", HowToRead),
        ["async-context"] = ("Stores of AsyncLocalStorage stay alive", HowToRead),
        ["string-slice"] = ("Short strings keep long ones alive", HowToRead),
        ["weak-reference"] = ("Weak references outlive their targets", HowToRead),
        ["compiled-code"] = ("Code compiled at run time accumulates", HowToRead),
        ["descriptors"] = ("File descriptors or sockets are not closed", HowToRead),
        ["external-memory"] = ("Memory outside the heap grows", HowToRead),
        ["native-memory"] = ("Memory that the heap does not show grows", HowToRead),
        ["allocation-site"] = ("What a function allocates stays in memory", HowToRead),
        ["leak"] = ("The memory test has no clear answer", "The scenario is to fail where it is inconclusive: failOn in heapwise.json."),
        ["maxBytesPerRequest"] = ("More memory stays alive per request than the budget allows", HowToBudget),
        ["maxHeapFloor"] = ("The heap is larger than its budget", HowToBudget),
        ["maxRss"] = ("The process needs more memory than its budget", HowToBudget),
        ["error"] = ("A memory test could not be run", "Nothing was measured: the program, its load or the settings are at fault."),
        ["proof"] = (
            "A memory test does not notice planted memory",
            "The scenario cannot fail: its load may not reach the program, or its rounds are too few."),
    };

    public static (string Brief, string Help) Of(string rule) => Texts.GetValueOrDefault(rule, ("Memory leak", HowToRead));
}
