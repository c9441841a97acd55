namespace Heapwise.Guard.Rules;

/// <summary>What a rule says of one moment.</summary>
/// <param name="Standing">Where the value is.</param>
/// <param name="Value">The value, in the unit of the rule.</param>
/// <param name="Threshold">What it was compared with.</param>
public readonly record struct Judgement(Standing Standing, double Value, double Threshold)
{
    public static readonly Judgement Unknown = new(Standing.Unknown, 0, 0);

    /// <summary>A value that is bad when it is high.</summary>
    /// <param name="value">Null: not known.</param>
    /// <param name="threshold">From here on it is too high.</param>
    /// <param name="clear">Below this, an alert may end.</param>
    public static Judgement High(double? value, double threshold, double clear) => value is not { } known ? Unknown
        : new Judgement(known >= threshold ? Standing.Above : known < clear ? Standing.Below : Standing.Close, known, threshold);
}
