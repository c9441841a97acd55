using System.Text;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Cli.Formatting;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Runs;

namespace Heapwise.Cli.Texts;

/// <summary>The words of a diagnosis in English.</summary>
internal static class DiagnosisTextEnglish
{
    public static DiagnosisText Text { get; } = new()
    {
        Badge = verdict => verdict switch { Verdict.Leak => "LEAK", Verdict.NoLeak => "NO LEAK", _ => "INCONCLUSIVE" },
        VerificationBadge = verdict => verdict switch { VerificationVerdict.Fixed => "FIXED", VerificationVerdict.NotFixed => "NOT FIXED", _ => "INCONCLUSIVE" },
        SeveralLeaks = (count, bytes) => $"{count} leaks, {bytes} a round in all",
        BetweenSentences = " ",
        Where = "Where",
        InFunction = function => $" in {function}",
        Compiled = place => $" (compiled: {place})",
        WorkersLeftOut = (count, option) => $"its {(count == 1 ? "worker thread was" : $"{count} worker threads were")} not looked at: give {option} for a worker's own heap",
        NotConfirmed = reason => $"not confirmed: {reason}",
        DeclaredAt = place => $"declared at {place}",
        WhatHoldsIt = "What holds it, from the root down",
        Path = new PathText("Through", "To", "Id", "Retained", "Code", "variable"),
        AlsoHeldBy = others => $"Also held by {string.Join(", ", others)}.",
        WhatToDo = "What to do",
        HowSure = "How sure",
        Sureness = (name, confidence, evidence, fingerprint) =>
            $"{(name is null ? "" : name + ": ")}{confidence} confidence{(evidence.Count == 0 ? "" : ": ")}{string.Join("; ", evidence)}. Fingerprint {fingerprint}.",
        Ignored = ignored => $"{Units.Count(ignored.Count, "finding")} ignored: {string.Join("; ", ignored.Select(finding => $"{finding.Title} ({finding.Fingerprint})"))}.",
        StaleFingerprint = stale => $"--ignore {stale}: no finding has this fingerprint any more; take it off the list",
        Next = "Next",
        WhatElseHoldsIt = "what else holds it",
        AllClassesThatGrew = "all classes that grew",
        TheSameWith = options => "the same with " + options,
        KeepsTheSnapshots = "keeps the snapshots, to look closer",
        TellsAStartFromALeak = "tells a start from a leak",
        AfterTheRepair = "After the repair",
        KeepThisReport = "Keep this report first: the same command with ",
        Then = ". Then",
        TheSnapshots = "The snapshots",
        TheRounds = "The rounds, after garbage was collected",
        Round = "Round",
        Snapshot = "Snapshot",
        Baseline = "baseline",
        Burst = "burst",
        Last = "last",
        LastRound = "last round",
        Requests = "Requests",
        Heap = "Heap",
        Change = "Change",
        External = "External",
        Descriptors = "Descriptors",
        AfterAndBefore = (after, before) => $"{after}, before: {before}",
        LeaksByRequest = "The leaks, by request",
        LeaksByRound = "The leaks, by round",
        Before = "Before",
        Now = "Now",
        Finding = "Finding",
        Outcome = outcome => outcome switch
        {
            LeakOutcome.Gone => "gone",
            LeakOutcome.Shrunk => "shrunk",
            LeakOutcome.StillThere => "still there",
            LeakOutcome.Moved => "moved",
            _ => "new",
        },
        HeapAfterEachRound = "The heap after each round, garbage collected",
        Reached = (name, version, load) => $"{name}, Node {version}: {load}",
        Load = load => load switch
        {
            LoadDescription.Requests requests => FormattableString.Invariant($"{requests.Count} requests of {requests.Request}, {requests.Concurrency} at a time"),
            LoadDescription.Command command => command.Text,
            LoadDescription.OwnWork work => FormattableString.Invariant($"{work.Every.TotalSeconds:0.#} s of the program's own work"),
            _ => throw new NotSupportedException(load.GetType().Name),
        },
        Step = (step, round, idle) => step switch
        {
            DiagnosisStep.Waiting => "waiting until the program answers",
            DiagnosisStep.WarmingUp => "warming up",
            DiagnosisStep.Loading => $"{round}: driving",
            DiagnosisStep.Resting => $"{round}: at rest for {idle}, so that what expires can go",
            DiagnosisStep.Settling => $"{round}: settling",
            DiagnosisStep.Capturing => $"{round}: taking a snapshot",
            DiagnosisStep.Reading => "reading snapshots",
            DiagnosisStep.Analyzing => "comparing",
            _ => throw new NotSupportedException(step.ToString()),
        },
        RoundOf = (number, rounds) => FormattableString.Invariant($"round {number}/{rounds}"),
        Confirming = (holders, rounds) =>
        {
            var what = holders switch
            {
                [] => "memory grows",
                [var only] => $"{only} grows",
                _ => $"{Units.Count(holders.Count, "place")} grow",
            };
            return $"{what}: a leak, or a cache that fills? A burst of {Units.Count(rounds, "round")} and one more round will tell";
        },
        RoundDone = Done,
        TimeLeft = time => $", {time} left",
    };

    private static string Done(string round, DiagnosisNews.RoundDone done, long? change)
    {
        var text = new StringBuilder(round);
        if (done.Load is { Requests: { } requests } load) text.Append($": {Units.Count(requests, "request")} in {Units.Duration(load.Duration)}");
        else if (done.Load is not null) text.Append($": {Units.Duration(done.Load.Duration)}");
        if (done.Load is { Failures: > 0 and var failures }) text.Append($" ({Units.Count(failures)} failed)");
        text.Append(done.Load is null ? ": " : ", ").Append($"{Units.Bytes(done.Floor.Sample.HeapUsedBytes)} of heap stay");
        if (change is { } bytes) text.Append($" ({Units.ByteChange(bytes)})");
        text.Append($", snapshot of {Units.Bytes(done.Snapshot.FileBytes)} in {Units.Duration(done.Snapshot.Pause)}");
        if (!done.Floor.IsSteady) text.Append("; the program had not come to rest");
        return text.ToString();
    }
}
