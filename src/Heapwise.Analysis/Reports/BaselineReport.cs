namespace Heapwise.Analysis.Reports;

/// <summary>What a pipeline's tests measured earlier, kept next to the program. Schema <c>heapwise.baseline/1</c>.</summary>
public sealed record BaselineReport
{
    public const string SchemaName = "heapwise.baseline/1";

    public string Schema { get; init; } = SchemaName;

    /// <summary>By scenario, Node version and platform.</summary>
    public required IReadOnlyList<BaselineRun> Runs { get; init; }

    public static BaselineReport Empty { get; } = new() { Runs = [] };

    /// <summary>The run that this one can be compared with; null where there is none.</summary>
    public BaselineRun? Find(BaselineRun run) => Runs.FirstOrDefault(other => other.IsComparableTo(run));

    /// <summary>The same with these runs in place of those that they can be compared with.</summary>
    public BaselineReport With(IReadOnlyList<BaselineRun> runs) => new()
    {
        Runs =
        [
            .. Runs.Where(run => !runs.Any(run.IsOfSamePlace)).Concat(runs)
                .OrderBy(run => run.Scenario, StringComparer.Ordinal)
                .ThenBy(run => run.Node, StringComparer.Ordinal)
                .ThenBy(run => run.Platform, StringComparer.Ordinal),
        ],
    };
}
