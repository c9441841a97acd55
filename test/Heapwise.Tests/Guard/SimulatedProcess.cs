using Heapwise.Guard.Readings;
using Heapwise.Guard.Rules;

namespace Heapwise.Tests.Guard;

/// <summary>
/// A process whose readings are computed, with a fixed seed: what it retains, and garbage that piles up on that until V8 collects. Time is
/// simulated, so that hours take milliseconds.
/// </summary>
internal sealed class SimulatedProcess
{
    public const double Megabyte = 1e6;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(7);
    private readonly Trail _trail = new(TimeSpan.FromMinutes(15));
    private readonly RuleSet _rules = new(BuiltInRules.Create(0.85, Interval), TimeSpan.FromMinutes(2), "p");
    private double _garbage;

    /// <summary>What the program holds, by the minute.</summary>
    public required Func<double, double> Retained { get; init; }

    /// <summary>Memory outside the heap, by the minute.</summary>
    public Func<double, double> Native { get; init; } = _ => 60 * Megabyte;

    /// <summary>Other values, by the minute.</summary>
    public Func<double, Dictionary<Figure, double>> More { get; init; } = _ => [];

    public double HeapLimit { get; init; } = 500 * Megabyte;

    public double GarbagePerMinute { get; init; } = 37 * Megabyte;

    public Trail Trail => _trail;

    /// <summary>What was told, with its minute.</summary>
    public IReadOnlyList<(int Minute, string Rule, RuleChange Change)> Run(TimeSpan time)
    {
        var told = new List<(int, string, RuleChange)>();
        for (var minute = 0; minute < time.TotalMinutes; minute++)
        {
            _trail.Add(Read(minute));
            told.AddRange(_rules.Advance(_trail)
                .Where(step => step.Change != RuleChange.None)
                .Select(step => (minute, step.Rule.Name, step.Change)));
        }

        return told;
    }

    private Reading Read(int minute)
    {
        _garbage += GarbagePerMinute * _random.NextDouble() * 2;
        var retained = Retained(minute) * (1 + (0.01 * (_random.NextDouble() - 0.5)));
        var room = Math.Min(HeapLimit - retained, Math.Max(80 * Megabyte, 0.6 * retained));
        if (_garbage > room) _garbage *= 0.05 * _random.NextDouble();
        var values = new Dictionary<Figure, double>(More(minute))
        {
            [Figure.HeapUsed] = retained + _garbage,
            [Figure.HeapCommitted] = retained + Math.Max(_garbage, 20 * Megabyte),
            [Figure.HeapLimit] = HeapLimit,
            [Figure.Anonymous] = retained + _garbage + Native(minute),
            [Figure.MachineAvailable] = 8e9,
            [Figure.MachineTotal] = 16e9,
        };
        return new Reading(TimeSpan.FromMinutes(minute), Start.AddMinutes(minute), TimeSpan.FromMinutes(minute), values);
    }
}
