using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Survivors;
using Heapwise.Tests.Heap;
using Shouldly;

namespace Heapwise.Tests.Analysis;

/// <summary>
/// A small program's heap with one script of its own and one function that sees its variables:
/// <code>
/// (root) --shortcut--> global --property:handler--> closure handler --context--> system / Context --context:NAME--> ...
/// </code>
/// Nodes get their ids in the order in which they are made, as in V8, so building the same program with more rounds gives a later
/// snapshot of the same process.
/// </summary>
internal sealed class TinyProgram
{
    public const string File = "/app/server.js";

    /// <summary>Entries a round of <see cref="Growing"/>.</summary>
    public const int PerRound = 20;

    public TinyProgram()
    {
        Global = Heap.Object("global", 32);
        Scope = Heap.Object("system / Context", 48);
        Script = Heap.Script(7, File);
        Handler = Script.Function("handler", 9, 4, 64).Internal("context", Scope);
        Global.Property("handler", Handler);
        Heap.Root.Shortcut("global", Global);
    }

    public TinyHeap Heap { get; } = new();

    public TinyNode Global { get; }

    public TinyNode Scope { get; }

    public TinyScript Script { get; }

    public TinyNode Handler { get; }

    /// <summary>A holder in the variable <c>leaked</c> that gets <see cref="PerRound"/> entries a round, from the warm-up on.</summary>
    public static TinyProgram Growing(int rounds, Action<TinyProgram, TinyNode, int> add, string holder = "Array", int before = 0)
    {
        var program = new TinyProgram();
        for (var i = 0; i < before; i++) program.Global.Property("other" + i, program.Heap.Object("Other", 16));
        var list = program.Heap.Object(holder, 16);
        program.Scope.Context("leaked", list);
        for (var i = 0; i < (rounds + 1) * PerRound; i++) add(program, list, i);
        return program;
    }

    /// <summary>Snapshots after 0, 1, … <paramref name="rounds"/> rounds of a program, analyzed.</summary>
    /// <param name="build">Makes the heap as it is after so many rounds.</param>
    /// <param name="rounds">Rounds after the first snapshot.</param>
    /// <param name="requests">Requests a round.</param>
    /// <param name="source">The text of the script.</param>
    /// <param name="ignored">Fingerprints that do not count.</param>
    /// <param name="heapBytesPerRound">What the process says its heap gains; null where it is not asked.</param>
    /// <param name="viewLength">What the process says is the length of every view; null where it is not asked.</param>
    public static DiagnosisReport Diagnose(
        Func<int, TinyProgram> build,
        int rounds = 3,
        int? requests = 20,
        string? source = null,
        string[]? ignored = null,
        long? heapBytesPerRound = null,
        long? viewLength = null)
    {
        var all = new List<Round>();
        for (var round = 0; round < rounds; round++)
        {
            using var snapshot = build(round).Heap.Open();
            all.Add(RoundAfter(round) with { Ids = SnapshotIds.From(snapshot) });
        }

        all.Add(RoundAfter(rounds));
        using var last = build(rounds).Heap.Open();
        var options = new AnalysisOptions
        {
            Sources = source is null ? null : new OneSource(source),
            Ignored = new HashSet<string>(ignored ?? [], StringComparer.Ordinal),
            ViewLengths = viewLength is { } length ? BufferViews.Sample(last, firstMaxId: 0).ToDictionary(id => id, _ => length) : [],
        };
        return DiagnosisReport.From(LeakAnalysis.Analyze(new DiagnosisTarget.Program("tiny"), all, last, options), ReportLanguages.English);

        Round RoundAfter(int round) => TestRound.Of(heap: 5_000_000 + (round * heapBytesPerRound)) with { Load = new RoundLoad(requests) };
    }

    /// <summary>The only finding of <see cref="Diagnose"/>; fails where there are none or several.</summary>
    public static FindingReport FindLeak(Func<int, TinyProgram> build, string? source = null) =>
        Diagnose(build, source: source).Findings.ShouldHaveSingleItem();

    public sealed class OneSource(string text) : ISourceTexts
    {
        public string? FindText(string script) => script == File ? text : null;
    }
}
