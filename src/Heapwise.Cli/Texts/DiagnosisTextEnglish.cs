using System.Text;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Suspects;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Runs;

namespace Heapwise.Cli.Texts;

/// <summary>The texts of a diagnosis in English.</summary>
internal static class DiagnosisTextEnglish
{
    // Long because it is the list of all texts.
    public static DiagnosisText Text { get; } = new()
    {
        Badge = verdict => verdict switch { Verdict.Leak => "LEAK", Verdict.NoLeak => "NO LEAK", _ => "INCONCLUSIVE" },
        VerificationBadge = verdict => verdict switch
        {
            VerificationVerdict.Fixed => "FIXED",
            VerificationVerdict.NotFixed => "NOT FIXED",
            _ => "INCONCLUSIVE",
        },
        SuspectsBadge = verdict => verdict == SuspectsVerdict.Suspects ? "SUSPECTS" : "NO SUSPECTS",
        WhyItIsSuspected = "Why it is suspected",
        MoreSuspects = count => $"{Counts.Format(count, "more suspect")}: see --format json.",
        WhatIsInTheHeap = "what is in the heap",
        ProvesGrowth = "proves growth, or clears the suspects",
        ProvesGrowthInProduction = "the same with a running program",
        SeveralLeaks = (count, bytes) => $"{count} leaks, {bytes} per round in total",
        BetweenSentences = " ",
        Where = "Where",
        InFunction = function => $" in {function}",
        Compiled = place => $" (compiled: {place})",
        WorkersLeftOut = (count, option) =>
            $"{(count == 1 ? "a worker thread was" : $"{count} worker threads were")} not examined: "
            + (option is null ? "with --load, each is" : $"give {option} for a worker's own heap"),
        EndedEarly = cause => cause.Length > 0
            ? $"{cause}. The completed rounds are analysed"
            : "stopping: the completed rounds are analysed; stop again to leave that out",
        Partial = end => end == EarlyEnd.Stopped
            ? "Partial: the run was stopped before its last round."
            : "Partial: the program ended before the last round.",
        SeveralProcesses = several =>
        {
            var text = FormattableString.Invariant($"pid {several.ProcessId} does the work, of {several.Count} processes");
            return several.Peers > 1 ? text + FormattableString.Invariant($"; it stands for {several.Peers} that share the load") : text;
        },
        Undriven = port => FormattableString.Invariant(
            $"the program listens on port {port}, but nothing sends it requests: give --load / (or another path) to put it under load"),
        ProcessesLeftOut = (count, option) =>
            $"{(count == 1 ? "a process that works, too, was" : $"{count} processes that work, too, were")} not examined: "
            + (option is null ? "with --load, each is" : $"give {option}"),
        ProcessNotExamined = reason => $"another process that serves was not examined: {reason}",
        NotConfirmed = reason => $"not confirmed: {reason}",
        NotTraced = reason => $"which calls allocate it is not known: {reason}",
        DeclaredAt = place => $"declared at {place}",
        AllocatedBy = "Allocated by",
        OpenedBy = "Opened by",
        Opened = (files, share) => (files, share) switch
        {
            (1, _) => "The file that one more round opened and did not close.",
            (_, >= 0.995) => FormattableString.Invariant($"All {files:N0} files that one more round opened and did not close."),
            _ => FormattableString.Invariant($"{share:0%} of the {files:N0} files that one more round opened and did not close."),
        },
        Traced = (objects, share) => objects == 1
            ? "Seen for one object in a traced round."
            : FormattableString.Invariant($"Seen for {share:0%} of {objects:N0} objects in a traced round."),
        InLibrary = (library, functions) => (library is null ? "in Node" : $"in {library}")
            + (functions > 1 ? $", {functions} functions" : ""),
        WhatHoldsIt = "What holds it, from the root down",
        Path = new PathText("Through", "To", "Id", "Retained", "Code", "variable"),
        AlsoHeldBy = others => $"Also held by {string.Join(", ", others)}.",
        AlsoFilled = others => $"The same call also adds to {string.Join(", ", others)}: what is removed here must be removed there, too.",
        WhatToDo = "What to do",
        Lint = rule => $"Lint: {rule} of eslint-plugin-heapwise reports such leaks in source.",
        HowSure = "How sure",
        Sureness = Sureness,
        Ignored = ignored =>
        {
            var findings = ignored.Select(finding => $"{finding.Title} ({finding.Fingerprint})");
            return $"{Counts.Format(ignored.Count, "finding")} ignored: {string.Join("; ", findings)}.";
        },
        StaleFingerprint = stale => $"--ignore {stale}: no finding has this fingerprint any more; remove it from the list",
        Next = "Next",
        WhatElseHoldsIt = "what else holds it",
        AllClassesThatGrew = "all classes that grew",
        TheSameWith = options => "the same with " + options,
        TheSameWithout = option => "the same without " + option,
        SnapshotsShowHolders = cost => "shows what holds it; a snapshot takes up to "
            + $"{Durations.Format(TimeSpan.FromSeconds(cost.PauseSeconds))} of pause, {ByteSize.Format(cost.MemoryBytes)}",
        Sampled = samples => $"The stack with most of {Counts.Format(samples, "sample")} that stayed alive.",
        KeepsTheSnapshots = "keeps the snapshots for a closer look",
        TellsStartFromLeak = "tells start-up growth from a leak",
        AfterTheFix = "After the fix",
        KeepThisReport = "Save this report first: the same command with ",
        Then = ". Then",
        TheSnapshots = "The snapshots",
        TheRounds = "The rounds, after garbage collection",
        Round = "Round",
        Snapshot = "Snapshot",
        Baseline = "baseline",
        Burst = "burst",
        Last = "last",
        LastRound = "last round",
        TracedRound = "traced round",
        Requests = "Requests",
        Heap = "Heap",
        Change = "Change",
        External = "External",
        Descriptors = "Descriptors",
        AfterAndBefore = (after, before) => $"{after}, before: {before}",
        LeaksByRequest = "The leaks, per request",
        LeaksByRound = "The leaks, per round",
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
        HeapAfterEachRound = "The heap after each round, after garbage collection",
        Reached = (name, version, load) => $"{name}, Node {version}: {load}",
        Load = load => load switch
        {
            LoadDescription.Requests requests =>
                FormattableString.Invariant($"{requests.Count} requests of {requests.Request}, {requests.Concurrency} at a time"),
            LoadDescription.Command command => command.Text,
            LoadDescription.OwnWork work => $"{Durations.Format(work.Every)} of the program's own work",
            _ => throw new NotSupportedException(load.GetType().Name),
        },
        Step = (step, round, idle) => step switch
        {
            DiagnosisStep.Waiting => "waiting for the program to respond",
            DiagnosisStep.WarmingUp => "warming up",
            DiagnosisStep.Loading => $"{round}: under load",
            DiagnosisStep.Resting => $"{round}: idle for {idle}, so that entries can expire",
            DiagnosisStep.Settling => $"{round}: settling",
            DiagnosisStep.Capturing => $"{round}: taking a snapshot",
            DiagnosisStep.Reading => "reading snapshots",
            DiagnosisStep.Analyzing => "comparing snapshots",
            _ => throw new NotSupportedException(step.ToString()),
        },
        RoundOf = (number, rounds) => FormattableString.Invariant($"round {number}/{rounds}"),
        Confirming = (holders, rounds) =>
        {
            var what = holders switch
            {
                [] => "memory grows",
                [var only] => $"{only} grows",
                _ => $"{Counts.Format(holders.Count, "place")} grow",
            };
            return $"{what}: a leak, or a cache that fills up? A burst of {Counts.Format(rounds, "round")} and one more round will tell";
        },
        Compared = places => places == 0
            ? "no objects accumulate: there is nothing to confirm"
            : $"{Counts.Format(places, "place")} {(places == 1 ? "grows" : "grow")}; no burst is run to confirm it",
        SamplingAgain = (before, now) =>
            $"memory grows, but too few samples show by whom. The rounds run once more, with a sample every {ByteSize.Format(now)} "
            + $"instead of every {ByteSize.Format(before)}",
        Tracing = "what still grows is traced to the root and to the code",
        RoundDone = Done,
        TimeLeft = time => $", {time} left",
    };

    private static string Sureness(string? name, string confidence, IReadOnlyList<string> evidence, string fingerprint)
    {
        var prefix = name is null ? "" : name + ": ";
        var reasons = evidence.Count == 0 ? "" : $": {string.Join("; ", evidence)}";
        return $"{prefix}{confidence} confidence{reasons}. Fingerprint {fingerprint}.";
    }

    private static string Done(string round, DiagnosisNews.RoundDone done, long? change)
    {
        var text = new StringBuilder(round);
        if (done.Load is { Requests: { } requests } load)
            text.Append($": {Counts.Format(requests, "request")} in {Durations.Format(load.Duration)}");
        else if (done.Load is not null) text.Append($": {Durations.Format(done.Load.Duration)}");
        if (done.Load is { Failures: > 0 and var failures }) text.Append($" ({Counts.Format(failures)} failed)");
        text.Append(done.Load is null ? ": " : ", ").Append($"{ByteSize.Format(done.Floor.HeapUsedBytes)} of heap left");
        if (change is { } bytes) text.Append($" ({ByteSize.FormatChange(bytes)})");
        if (done.Snapshot is { } taken) text.Append($", snapshot of {ByteSize.Format(taken.FileBytes)} in {Durations.Format(taken.Pause)}");
        if (!done.Floor.IsSteady) text.Append("; memory had not settled");
        return text.ToString();
    }
}
