using System.Text;
using Heapwise.Cli.Commands;
using Heapwise.Diagnosis.Runs;

namespace Heapwise.Cli.Rendering;

/// <summary>
/// Tells on stderr what a diagnosis is at: a line for each round, and on a terminal a moving line in between. What the program
/// itself prints passes through here too, so that the two do not tear each other apart.
/// </summary>
internal sealed class DiagnosisNarration(Output output) : IProgress<DiagnosisNews>, IDisposable
{
    private readonly Lock _lock = new();
    private DiagnosisStep? _step;
    private RoundPlan? _round;
    private ProgressLine? _line;
    private long _floor;

    /// <summary>Where a started program's output goes.</summary>
    public Stream ProgramOutput => new TextStream(Pass);

    public void Report(DiagnosisNews value)
    {
        lock (_lock)
        {
            if (value is DiagnosisNews.UnderWay step) ShowStep(step);
            else Tell(value);
        }
    }

    public void Dispose()
    {
        lock (_lock) EndStep();
    }

    private void ShowStep(DiagnosisNews.UnderWay step)
    {
        if (step.Step != _step || step.Round != _round) EndStep();
        (_step, _round) = (step.Step, step.Round);
        _line ??= new ProgressLine(output.ShowsProgress ? output.Terminal : null);
        _line.Show(Words(step), step.Fraction);
    }

    private void EndStep()
    {
        _line?.Dispose();
        _line = null;
    }

    private void Tell(DiagnosisNews news)
    {
        EndStep();
        switch (news)
        {
            case DiagnosisNews.Reached reached:
                output.Say($"{reached.Name}, Node {reached.NodeVersion}: {reached.Load}");
                break;
            case DiagnosisNews.Confirming confirming:
                output.Say(ConfirmingWords(confirming));
                break;
            case DiagnosisNews.RoundDone done:
                output.Say(RoundWords(done));
                _floor = done.Floor.Sample.HeapUsedBytes;
                break;
            case DiagnosisNews.Warning warning:
                output.Say(warning.Text);
                break;
            default:
                throw new NotSupportedException(news.GetType().Name);
        }
    }

    private static string Words(DiagnosisNews.UnderWay step)
    {
        var round = Name(step.Round);
        return step.Step switch
        {
            DiagnosisStep.Waiting => "waiting until the program answers",
            DiagnosisStep.WarmingUp => "warming up",
            DiagnosisStep.Loading => $"{round}: driving",
            DiagnosisStep.Resting => $"{round}: at rest for {Units.Duration(step.Round.Idle)}, so that what expires can go",
            DiagnosisStep.Settling => $"{round}: settling",
            DiagnosisStep.Capturing => $"{round}: taking a snapshot",
            DiagnosisStep.Reading => "reading snapshots",
            DiagnosisStep.Analyzing => "comparing",
            _ => throw new NotSupportedException(step.Step.ToString()),
        };
    }

    private static string Name(RoundPlan round) => round.Kind switch
    {
        RoundKind.Baseline => "baseline",
        RoundKind.Burst => "burst",
        RoundKind.Confirmation => "last round",
        _ => $"round {round.Number}/{round.Rounds}",
    };

    private static string ConfirmingWords(DiagnosisNews.Confirming confirming)
    {
        var what = confirming.Holders switch
        {
            [] => "memory grows",
            [var only] => $"{only} grows",
            _ => $"{Units.Count(confirming.Holders.Count, "place")} grow",
        };
        return $"{what}: a leak, or a cache that fills? A burst of {Units.Count(confirming.BurstRounds, "round")} and one more round will tell";
    }

    private string RoundWords(DiagnosisNews.RoundDone done)
    {
        var text = new StringBuilder(Name(done.Round));
        if (done.Load is { Requests: { } requests } load) text.Append($": {Units.Count(requests, "request")} in {Units.Duration(load.Duration)}");
        else if (done.Load is not null) text.Append($": {Units.Duration(done.Load.Duration)}");
        if (done.Load is { Failures: > 0 and var failures }) text.Append($" ({Units.Count(failures)} failed)");
        text.Append(done.Load is null ? ": " : ", ").Append($"{Units.Bytes(done.Floor.Sample.HeapUsedBytes)} of heap stay");
        if (done.Round.Kind != RoundKind.Baseline) text.Append($" ({Units.ByteChange(done.Floor.Sample.HeapUsedBytes - _floor)})");
        text.Append($", snapshot of {Units.Bytes(done.Snapshot.FileBytes)} in {Units.Duration(done.Snapshot.Pause)}");
        if (!done.Floor.IsSteady) text.Append("; the program had not come to rest");
        return text.ToString();
    }

    /// <summary>Bytes of the program, as text to the terminal's stderr. The moving line is wiped first and comes back by itself.</summary>
    private void Pass(string text)
    {
        lock (_lock)
        {
            EndStep();
            output.Terminal.Error.Write(text);
        }
    }
}
