using Heapwise.Guard.Rules;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Guard;

public sealed class RuleStateTests
{
    private static readonly RuleTerms Terms = new(
        Severity.Warning, For: Minutes(2), ClearFor: Minutes(5), Captures: true, MaxAlerts: 2, Window: Minutes(60));

    private RuleState _state = RuleState.Initial;

    [Fact]
    public void It_fires_after_its_time_and_tells_it_once()
    {
        Say(0, Standing.Above).ShouldBe(RuleChange.None);
        Say(1, Standing.Above).ShouldBe(RuleChange.None);
        Say(2, Standing.Above).ShouldBe(RuleChange.Fired);
        _state.Alert.ShouldBe("p/r/120000");
        Say(3, Standing.Above).ShouldBe(RuleChange.None);
        _state.Phase.ShouldBe(RulePhase.Firing);
    }

    [Fact]
    public void A_moment_above_is_forgotten()
    {
        Say(0, Standing.Above);
        Say(1, Standing.Close);
        Say(2, Standing.Above).ShouldBe(RuleChange.None);
        _state.Phase.ShouldBe(RulePhase.Pending);
        Say(4, Standing.Above).ShouldBe(RuleChange.Fired);
    }

    [Fact]
    public void It_ends_only_after_a_while_well_below()
    {
        Fire(0);

        Say(10, Standing.Below).ShouldBe(RuleChange.None);
        Say(14, Standing.Close).ShouldBe(RuleChange.None);
        Say(15, Standing.Below).ShouldBe(RuleChange.None);
        Say(19, Standing.Below).ShouldBe(RuleChange.None);
        Say(20, Standing.Below).ShouldBe(RuleChange.Resolved);
        _state.Phase.ShouldBe(RulePhase.Quiet);
        _state.Alert.ShouldBeEmpty();
    }

    [Fact]
    public void A_value_that_swings_around_the_threshold_makes_one_alert()
    {
        var changes = Enumerable.Range(0, 200).Select(i => Say(i, i % 2 == 0 ? Standing.Above : Standing.Above)).ToList();
        changes.AddRange(Enumerable.Range(200, 200).Select(i => Say(i, i % 2 == 0 ? Standing.Above : Standing.Close)));
        changes.AddRange(Enumerable.Range(400, 200).Select(i => Say(i, i % 2 == 0 ? Standing.Close : Standing.Below)));

        changes.Where(change => change != RuleChange.None).ShouldBe([RuleChange.Fired]);
    }

    [Fact]
    public void What_is_not_known_changes_nothing()
    {
        Say(0, Standing.Above);
        Say(1, Standing.Unknown).ShouldBe(RuleChange.None);
        Say(2, Standing.Above).ShouldBe(RuleChange.Fired);
        Say(3, Standing.Below);
        Say(5, Standing.Unknown);
        Say(8, Standing.Below).ShouldBe(RuleChange.Resolved);
    }

    [Fact]
    public void It_fires_at_most_so_often_within_its_window_and_an_untold_alert_has_no_end()
    {
        var told = new List<(int Minute, RuleChange Change)>();
        for (var minute = 0; minute < 100; minute++)
        {
            var change = Say(minute, minute % 10 < 4 ? Standing.Above : Standing.Below);
            if (change != RuleChange.None) told.Add((minute, change));
        }

        told.ShouldBe([
            (2, RuleChange.Fired), (9, RuleChange.Resolved), (12, RuleChange.Fired), (19, RuleChange.Resolved),
            (22, RuleChange.Suppressed), (32, RuleChange.Suppressed), (42, RuleChange.Suppressed), (52, RuleChange.Suppressed),
            (62, RuleChange.Fired), (69, RuleChange.Resolved), (72, RuleChange.Fired), (79, RuleChange.Resolved),
            (82, RuleChange.Suppressed), (92, RuleChange.Suppressed),
        ]);
    }

    [Fact]
    public void The_end_of_a_process_ends_its_alert()
    {
        Fire(0);

        var (next, change) = _state.End(Minutes(3));

        change.ShouldBe(RuleChange.Resolved);
        next.Phase.ShouldBe(RulePhase.Quiet);
        next.End(Minutes(4)).Change.ShouldBe(RuleChange.None);
    }

    private void Fire(int minute)
    {
        Say(minute, Standing.Above);
        Say(minute + 2, Standing.Above).ShouldBe(RuleChange.Fired);
    }

    private RuleChange Say(int minute, Standing standing)
    {
        (_state, var change) = _state.Advance(standing, Minutes(minute), Terms, "p/r");
        return change;
    }

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);
}
