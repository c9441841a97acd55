using Heapwise.Diagnosis.Runs;

namespace Heapwise.Cli.LiveScreen;

/// <summary>The steps of the method, in the order in which a live diagnosis takes them.</summary>
internal enum MethodStep
{
    Reach = 1,

    /// <summary>Normal growth is left out: warm-up and baseline.</summary>
    Baseline,

    /// <summary>Rounds of load, each with a snapshot.</summary>
    Rounds,

    /// <summary>What stays alive, by identity.</summary>
    Compare,

    /// <summary>A leak, or a cache that fills up.</summary>
    Confirm,

    /// <summary>To the root and to the code.</summary>
    Trace,
}

/// <summary>Steps as a reader sees them.</summary>
internal static class MethodSteps
{
    /// <summary><c>3/6</c>.</summary>
    public static string NumberOf(MethodStep step) => FormattableString.Invariant($"{(int)step}/{(int)MethodStep.Trace}");

    public static MethodStep Of(RoundKind kind) => kind switch
    {
        RoundKind.Baseline => MethodStep.Baseline,
        RoundKind.Usual => MethodStep.Rounds,
        RoundKind.Traced => MethodStep.Trace,
        _ => MethodStep.Confirm,
    };
}
