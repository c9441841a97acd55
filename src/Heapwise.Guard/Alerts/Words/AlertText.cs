using Heapwise.Analysis.Language.Units;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Words;

/// <summary>An event for a chat or a mail: what a person reads there.</summary>
/// <param name="Title">What and where, in a few words.</param>
/// <param name="Summary">One or two sentences.</param>
/// <param name="Facts">Process, host, values, trend, evidence, finding, and the next command.</param>
/// <param name="Tone">How it looks.</param>
public sealed record AlertText(string Title, string Summary, IReadOnlyList<AlertFact> Facts, AlertTone Tone)
{
    /// <summary>Between a label and its value.</summary>
    public string Colon { get; private init; } = ": ";

    /// <param name="happened">The event; its summary has its language already.</param>
    /// <param name="language">Of everything else.</param>
    public static AlertText Of(EventReport happened, NewsLanguage language)
    {
        var words = AlertWords.Of(language);
        var target = happened.Target;
        var title = string.Join(words.Colon, (IEnumerable<string>)[words.KindOf(happened), .. RuleOf(happened)]);
        return new AlertText(
            $"{title}{words.Comma}{target.Name} @ {target.Host}", happened.Summary, FactsOf(happened, words), ToneOf(happened))
        {
            Colon = words.Colon,
        };
    }

    /// <summary>The title of several events in one message.</summary>
    public static string TitleOf(IReadOnlyList<AlertText> texts, NewsLanguage language) =>
        texts is [var only] ? only.Title : AlertWords.Of(language).Several(texts.Count);

    /// <summary>The worst of several.</summary>
    public static AlertTone ToneOf(IReadOnlyList<AlertText> texts) => texts.Min(text => text.Tone);

    private static IEnumerable<string> RuleOf(EventReport happened) => happened.Rule is { } rule ? [rule] : [];

    private static AlertTone ToneOf(EventReport happened) => happened switch
    {
        { State: "resolved" } => AlertTone.Resolved,
        { Severity: "critical" } => AlertTone.Critical,
        { Severity: "warning" } => AlertTone.Warning,
        _ => AlertTone.Info,
    };

    private static IReadOnlyList<AlertFact> FactsOf(EventReport happened, AlertWords words)
    {
        List<AlertFact> facts = [];
        var target = happened.Target;
        var process = target.Thread is { } thread ? $"pid {target.Pid}, thread {thread}" : $"pid {target.Pid}";
        Add(words.Process, $"{target.Command} ({process})", isCode: false);
        Add(words.Host, target.Host, isCode: false);
        if (target.Container is { } container) Add(words.Container, container, isCode: false);
        if (Reading.FindHeap(Find) is { } heap) AddShare(words.Heap, heap);
        if (Find(Figure.Rss) is { } resident) Add(words.Resident, ByteSize.FormatShort(resident), isCode: false);
        if (Find(Figure.GroupAnonymous) is { } used && Find(Figure.GroupLimit) is { } limit and > 0) AddShare(words.Group, (used, limit));
        if (happened.Trend is { } trend && words.Describe(trend) is { } described) Add(words.Floor, described, isCode: false);
        foreach (var file in happened.Evidence) AddNew(words.Evidence, file.Location ?? file.File, isCode: true);
        foreach (var refusal in happened.Refused) AddNew(words.NotDone, refusal, isCode: false);
        if (happened.Finding is { } finding) AddFinding(finding);
        if (happened.Next is { } next) Add(words.Next, next, isCode: true);
        return facts;

        void Add(string label, string text, bool isCode) => facts.Add(new AlertFact(label, text, isCode));

        // What the sentence says already is not said again.
        void AddNew(string label, string text, bool isCode)
        {
            if (!happened.Summary.Contains(text, StringComparison.Ordinal)) Add(label, text, isCode);
        }

        double? Find(Figure figure) => happened.Values.TryGetValue(FigureNames.NameOf(figure), out var value) ? value : null;

        void AddShare(string label, (double Used, double Limit) part) => Add(
            label,
            $"{ByteSize.FormatShort(part.Used)} / {ByteSize.FormatShort(part.Limit)} ({Shares.Format(part.Used / part.Limit)})",
            isCode: false);

        void AddFinding(EventFinding finding)
        {
            if (finding.Place is { } place) AddNew(words.Place, place, isCode: true);
            if (finding.HeldBy is { } holder) Add(words.HeldBy, holder, isCode: true);
            if (finding.File.Length > 0) Add(words.Report, finding.File, isCode: true);
        }
    }
}
