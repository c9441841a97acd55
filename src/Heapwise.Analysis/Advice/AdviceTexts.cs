using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Advice;

/// <summary>What is said of a pattern: its title, why it leaks, and how to repair it with an example in JavaScript.</summary>
/// <param name="Title">One line of what grows and where.</param>
/// <param name="Why">Why it leaks, in two sentences.</param>
/// <param name="Fix">What to change.</param>
/// <param name="Example">A few lines of code.</param>
public sealed record PatternTexts(Func<FindingFacts, string> Title, Func<FindingFacts, string> Why, Func<FindingFacts, string> Fix, Func<FindingFacts, string> Example)
{
    /// <summary>What is left behind at what rate, where the language's common sentences do not fit; else null.</summary>
    public Func<FindingFacts, string>? Explanation { get; init; }
}

/// <summary>Growth of the process itself.</summary>
/// <param name="Measure">Which measure: <see cref="Growth.MeasureTrends"/>.</param>
/// <param name="Kind">Of descriptors: a file's path, a folder's that ends in a slash, <c>socket</c>, <c>pipe</c>; empty where it is not known.</param>
/// <param name="PerRequest">Bytes or descriptors; null where requests are not counted.</param>
/// <param name="PerRound">The same for a usual round.</param>
public sealed record ProcessFacts(string Measure, string Kind, double? PerRequest, double PerRound);

/// <summary>What a finding's sentences may mention.</summary>
/// <param name="Holder">The holder in words.</param>
/// <param name="Name">The holder's name as code, such as <c>cache</c>; a general word where it has none.</param>
/// <param name="Code">The holder as an expression of JavaScript, such as <c>this.sessions</c>.</param>
/// <param name="Collection">What collects: <c>array</c>, <c>Map</c>, <c>object</c>, …</param>
/// <param name="Entry">The class of what is put in; null where growth leaves no objects (numbers, text).</param>
/// <param name="EntriesPerRequest">Entries a request; null where requests are not counted.</param>
/// <param name="BytesPerRequest">Bytes a request; null where requests are not counted.</param>
/// <param name="BytesPerRound">Bytes between two snapshots.</param>
/// <param name="EntriesNow">Entries in the last snapshot; null where the holder is no container.</param>
/// <param name="Rungs">Pairs of snapshots.</param>
/// <param name="Event">The event whose listeners gather; null where none do.</param>
/// <param name="Library">The library between the program and the leaked objects.</param>
public sealed record FindingFacts(
    string Holder,
    string Name,
    string Code,
    string Collection,
    string? Entry,
    double? EntriesPerRequest,
    double? BytesPerRequest,
    double BytesPerRound,
    long? EntriesNow,
    int Rungs,
    string? Event,
    string? Library)
{
    /// <summary>The class of the emitter whose listeners gather.</summary>
    public string? Emitter { get; init; }

    /// <summary>Whether Node has warned of too many listeners; null where none gather.</summary>
    public bool? HasWarned { get; init; }

    /// <summary>True where it is an EventTarget, with <c>addEventListener</c> in place of <c>on</c>.</summary>
    public bool IsEventTarget { get; init; }

    /// <summary>The emitter as an expression of JavaScript; a general word where it has no name.</summary>
    public string EmitterCode { get; init; } = "emitter";

    /// <summary>The function that is left behind and what it keeps; null where none is.</summary>
    public FunctionReport? Function { get; init; }

    /// <summary>What the containers inside the holder are, where it is those that collect; else null.</summary>
    public string? InnerCollection { get; init; }

    /// <summary>Long texts that live only through pieces of them; null where there are none.</summary>
    public KeptTexts? Texts { get; init; }

    /// <summary>What stays of weak references; null where nothing does.</summary>
    public WeakLeak? Weak { get; init; }

    /// <summary>Code compiled at run time that leaked objects keep; null where there is none.</summary>
    public CompiledCode? Compiled { get; init; }

    /// <summary>True where it is the caches of Node's module loaders that grow.</summary>
    public bool IsModuleCache { get; init; }

    /// <summary>How promises that do not settle take part; null where they do not.</summary>
    public PromiseLeak? Promise { get; init; }

    /// <summary>What grows outside the heap; null where it is objects of the heap.</summary>
    public ProcessFacts? Process { get; init; }

    /// <summary>Whose observers gather; null where the entries are something else.</summary>
    public SubscriptionFacts? Subscription { get; init; }

    /// <summary>The context that makes up most of what the entries keep; null where there is none.</summary>
    public AsyncContextFacts? AsyncContext { get; init; }

    /// <summary>Streams that are done with and stay; null where what gathers is something else.</summary>
    public StreamFacts? Stream { get; init; }

    /// <summary>How the timers work that gather; null where none do.</summary>
    public TimerFacts? Timer { get; init; }
}

/// <summary>What a verdict's sentence may mention.</summary>
/// <param name="Findings">Findings in the report.</param>
/// <param name="Rungs">Pairs of snapshots.</param>
/// <param name="BytesPerRound">Growth of the findings, or of the measure that grows.</param>
/// <param name="Measure">The measure that grows without a finding.</param>
/// <param name="Ignored">Findings that were left out as the person asked.</param>
public sealed record VerdictFacts(int Findings, int Rungs, double BytesPerRound, string? Measure, int Ignored = 0)
{
    /// <summary>Requests between the first and the last snapshot; null where they were not counted.</summary>
    public int? Requests { get; init; }

    /// <summary>What grew at first and then stopped.</summary>
    public IReadOnlyList<BoundedHolder> Bounded { get; init; } = [];
}

/// <summary>What the outcome of a verification may mention.</summary>
/// <param name="Findings">Findings of the report that were looked for.</param>
/// <param name="Gone">Of those, not found again.</param>
/// <param name="Shrunk">Of those, found at a lower rate.</param>
/// <param name="Moved">Of those, found in another place.</param>
/// <param name="New">Findings that the report does not have.</param>
/// <param name="Rungs">Pairs of snapshots of the program verified.</param>
/// <param name="Diagnosis">What the diagnosis of that program says.</param>
public sealed record VerificationFacts(int Findings, int Gone, int Shrunk, int Moved, int New, int Rungs, string Diagnosis);

/// <summary>
/// Every sentence of a diagnosis, one instance a language. A language is a folder beside this file that fills all members; patterns are
/// keyed by their name, so a rule without texts fails a test, not a reader.
/// </summary>
public sealed record AdviceTexts
{
    /// <summary>As reports name it: <c>en</c>, <c>zh</c>.</summary>
    public required string Language { get; init; }

    public required IReadOnlyDictionary<string, PatternTexts> Patterns { get; init; }

    /// <summary>Two sentences: what is left behind at what rate, and who holds it.</summary>
    public required Func<FindingFacts, string> Explanation { get; init; }

    public required Func<VerdictFacts, string> Leak { get; init; }

    public required Func<VerdictFacts, string> NoLeak { get; init; }

    /// <summary>Survivors were found, in one rung only.</summary>
    public required Func<VerdictFacts, string> OneRung { get; init; }

    /// <summary>There are no snapshots to compare.</summary>
    public required Func<VerdictFacts, string> NoSnapshots { get; init; }

    /// <summary>Candidates were found, none of them sure.</summary>
    public required Func<VerdictFacts, string> Unsure { get; init; }

    /// <summary>All that gathers hangs at timers that will run once, the longest in so many milliseconds, or goes at their rate.</summary>
    public required Func<long, string> TimersWait { get; init; }

    /// <summary>A measure grows and no object of the heap explains it.</summary>
    public required Func<VerdictFacts, string> GrowsWithoutObjects { get; init; }

    /// <summary>Objects by rung: rung counts, in words.</summary>
    public required Func<IReadOnlyList<long>, string> BornAndAlive { get; init; }

    /// <summary>Bytes by rung, where growth leaves no objects.</summary>
    public required Func<IReadOnlyList<long>, string> GrewBytes { get; init; }

    /// <summary>A measure of the process after each round.</summary>
    public required Func<string, IReadOnlyList<long>, string> MeasureRose { get; init; }

    /// <summary>What grows in the process, as a plural in the middle of a sentence.</summary>
    public required Func<ProcessFacts, string> ProcessHolder { get; init; }

    /// <summary>A holder's name in words, as part of a sentence: <c>variable cache of users.js</c>.</summary>
    public required Func<HolderName, string> HolderName { get; init; }

    /// <summary>What sentences call the content of a holder without a name.</summary>
    public required string Unnamed { get; init; }

    /// <summary>Why a measure's trend is judged as it is.</summary>
    public required Func<TrendReason, string> TrendReason { get; init; }

    /// <summary>The first and the last of some snapshots, as what was diagnosed.</summary>
    public required Func<string, string, string> FromTo { get; init; }

    /// <summary>A title for a finding that was told in another language: its pattern, and the holder's name.</summary>
    public required Func<string, string, string> ShortTitle { get; init; }

    public required Func<double, string> Evenness { get; init; }

    public required Func<bool?, string> HolderGrew { get; init; }

    /// <summary>A repair that holds.</summary>
    public required Func<VerificationFacts, string> Fixed { get; init; }

    /// <summary>A repair that does not: what is still there, or new.</summary>
    public required Func<VerificationFacts, string> NotFixed { get; init; }

    /// <summary>All is gone, but what came instead, or how little was seen, leaves the question open.</summary>
    public required Func<VerificationFacts, string> NotProved { get; init; }

    public required Func<Confidence, string> ConfidenceWord { get; init; }

    public static AdviceTexts English => Advice.English.Sentences.Texts;

    public static AdviceTexts Chinese => Advice.Chinese.Sentences.Texts;

    /// <summary>All languages, the default first.</summary>
    public static IReadOnlyList<AdviceTexts> All => [English, Chinese];

    /// <summary>The texts of a language; English where there are none of it.</summary>
    public static AdviceTexts For(string language) => All.FirstOrDefault(texts => texts.Language == language) ?? English;
}
