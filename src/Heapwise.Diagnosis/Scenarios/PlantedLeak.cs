using System.Globalization;
using Heapwise.Analysis.Budgets;
using Heapwise.Analysis.Leaks;

namespace Heapwise.Diagnosis.Scenarios;

/// <summary>
/// Memory that a program is made to use besides its own, to prove that its test can fail. Nothing of the program is changed: Node loads a
/// file before it. Disposing removes that file.
/// </summary>
public sealed class PlantedLeak : IDisposable
{
    /// <summary>As the file calls it.</summary>
    private const string ClassName = "PlantedLeak";

    /// <summary>Per request or 50 ms, where any leak is too much.</summary>
    private const long LeakBytes = 1024;

    /// <summary>A budget is exceeded by what is above it.</summary>
    private const double Excess = 1.5;

    private readonly DirectoryInfo _folder;

    private PlantedLeak(DirectoryInfo folder, IReadOnlyDictionary<string, string> environment)
    {
        _folder = folder;
        Environment = environment;
    }

    /// <summary>Variables for the program.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <param name="budget">Which budget it has to break.</param>
    /// <param name="scenario">The scenario.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static PlantedLeak Create(BudgetKind budget, Scenario scenario)
    {
        var limit = scenario.Budgets.LimitOf(budget) ?? LeakBytes;
        var (kind, bytes) = budget switch
        {
            BudgetKind.Leak => (scenario.Load is ScenarioLoad.OwnWork ? "time" : "request", limit),
            BudgetKind.BytesPerRequest => ("request", limit * Excess),
            BudgetKind.HeapFloor => ("heap", limit),
            _ => ("rss", limit),
        };
        var folder = Directory.CreateTempSubdirectory("heapwise-planted-");
        var file = Path.Combine(folder.FullName, "planted-leak.cjs");
        using (var script = typeof(PlantedLeak).Assembly.GetManifestResourceStream("planted-leak.cjs")!) // embedded by the project
        using (var copy = File.Create(file)) script.CopyTo(copy);
        var options = scenario.Environment.GetValueOrDefault("NODE_OPTIONS") ?? System.Environment.GetEnvironmentVariable("NODE_OPTIONS");
        return new PlantedLeak(folder, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NODE_OPTIONS"] = $"{options} --require \"{file.Replace("\\", "\\\\", StringComparison.Ordinal)}\"".TrimStart(),
            ["HEAPWISE_PLANTED_LEAK"] = string.Create(CultureInfo.InvariantCulture, $"{kind}:{Math.Ceiling(bytes):0}"),
        });
    }

    /// <summary>Whether a run that broke a budget broke it for this: what is found as a leak has to include this one.</summary>
    public static bool IsNoticed(BudgetKind budget, IReadOnlyList<BudgetCheck> checks, LeakDiagnosis run)
    {
        var isExceeded = checks.Any(check => check.Kind == budget && check.Outcome == BudgetOutcome.Exceeded);
        var isOfLeaks = budget is BudgetKind.Leak or BudgetKind.BytesPerRequest;
        return isExceeded && (!isOfLeaks || run.Leaks.Any(IsPlanted));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static bool IsPlanted(Leak leak) => leak.Growth.Classes.Any(row => row.Name == ClassName);
}
