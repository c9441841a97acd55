using Heapwise.Analysis.Language;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Runs;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.LiveScreen;

/// <summary>
/// The progress of a diagnosis on stderr: a line for each round, and on a terminal a moving line in between. The output of the
/// program also passes through here, so that the two do not mix.
/// </summary>
internal sealed class DiagnosisNarration(Output output, DiagnosisText text, ReportLanguage language) : IProgress<DiagnosisNews>, IDisposable
{
    private readonly Lock _lock = new();
    private DiagnosisStep? _step;
    private RoundPlan? _round;
    private ProgressLine? _line;
    private long _floor;

    /// <summary>Where a started program's output goes.</summary>
    public Stream ProgramOutput => new TextStream(Pass);

    /// <summary>Hears what attaching waits for.</summary>
    public IProgress<string> Attaching => new Told(ShowAttaching);

    /// <summary>Hears what the person should know about the target.</summary>
    public IProgress<string> Notes => new Told(Note);

    public void Report(DiagnosisNews value)
    {
        lock (_lock)
        {
            if (value is DiagnosisNews.UnderWay step) ShowStep(step);
            else Print(value);
        }
    }

    public void Dispose()
    {
        lock (_lock) EndStep();
    }

    private void ShowAttaching(string step)
    {
        lock (_lock)
        {
            if (_step is not null) EndStep();
            (_step, _round) = (null, null);
            Line.Show(step, fraction: null);
        }
    }

    private void Note(string note)
    {
        lock (_lock)
        {
            EndStep();
            output.Say(note);
        }
    }

    private void ShowStep(DiagnosisNews.UnderWay step)
    {
        if (step.Step != _step || step.Round != _round) EndStep();
        (_step, _round) = (step.Step, step.Round);
        Line.Show(text.Step(step.Step, Name(step.Round), Durations.Format(step.Round.Idle)), step.Fraction);
    }

    private void EndStep()
    {
        _line?.Dispose();
        _line = null;
    }

    // Long because each kind of news has a sentence of its own.
    private void Print(DiagnosisNews news)
    {
        EndStep();
        switch (news)
        {
            case DiagnosisNews.Reached reached:
                var name = language.NameOf(reached.Process, reached.Thread);
                Say(MethodStep.Reach, text.Reached(name, reached.NodeVersion, text.Load(reached.Load)));
                break;
            case DiagnosisNews.Confirming confirming:
                Say(MethodStep.Compare, text.Confirming([.. confirming.Holders.Select(language.NameOf)], confirming.BurstRounds));
                break;
            case DiagnosisNews.Compared compared:
                Say(MethodStep.Compare, text.Compared(compared.Places));
                break;
            case DiagnosisNews.SamplingAgain again:
                Say(MethodStep.Compare, text.SamplingAgain(again.IntervalBytes, again.FinerBytes));
                break;
            case DiagnosisNews.Tracing:
                Say(MethodStep.Trace, text.Tracing);
                break;
            case DiagnosisNews.RoundDone done:
                var floor = done.Floor.HeapUsedBytes;
                long? change = done.Round.Kind == RoundKind.Baseline ? null : floor - _floor;
                Say(MethodSteps.Of(done.Round.Kind), text.RoundDone(Name(done.Round), done, change));
                _floor = floor;
                break;
            case DiagnosisNews.NotConfirmed refused:
                output.Say(text.NotConfirmed(refused.Reason));
                break;
            case DiagnosisNews.NotTraced failed:
                output.Say(text.NotTraced(failed.Reason));
                break;
            case DiagnosisNews.EndedEarly ended:
                output.Say(text.EndedEarly(ended.Reason == EarlyEnd.Stopped ? "" : Explain(ended.Cause)));
                break;
            case DiagnosisNews.SeveralProcesses several:
                output.Say(text.SeveralProcesses(several));
                break;
            case DiagnosisNews.Undriven undriven:
                output.Say(text.Undriven(undriven.Port));
                break;
            case DiagnosisNews.ProcessesLeftOut processes:
                output.Say(text.ProcessesLeftOut(processes.Count, processes.Option));
                break;
            case DiagnosisNews.ProcessNotExamined refused:
                output.Say(text.ProcessNotExamined(refused.Reason));
                break;
            case DiagnosisNews.WorkersLeftOut workers:
                output.Say(text.WorkersLeftOut(workers.Count, workers.Option));
                break;
            default:
                throw new NotSupportedException(news.GetType().Name);
        }
    }

    private ProgressLine Line => _line ??= new ProgressLine(output.ShowsProgress ? output.Terminal : null, text.TimeLeft);

    private static string Explain(Exception cause) =>
        cause is TargetExitedException exited ? exited.Message + LastWords.Of(exited) : cause.Message;

    private void Say(MethodStep step, string line) => output.Say($"{MethodSteps.NumberOf(step)} {line}");

    private string Name(RoundPlan round) => round.Kind switch
    {
        RoundKind.Baseline => text.Baseline,
        RoundKind.Burst => text.Burst,
        RoundKind.Confirmation => text.LastRound,
        RoundKind.Traced => text.TracedRound,
        _ => text.RoundOf(round.Number, round.Rounds),
    };

    /// <summary>Passes the program's output to stderr. The moving line is wiped first and comes back by itself.</summary>
    private void Pass(string written)
    {
        lock (_lock)
        {
            EndStep();
            output.Terminal.Error.Write(written);
        }
    }

    // Progress<T> would post to the thread pool, out of order.
    private sealed class Told(Action<string> tell) : IProgress<string>
    {
        void IProgress<string>.Report(string value) => tell(value);
    }
}
