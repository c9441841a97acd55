namespace Heapwise.Guard.Rules;

/// <summary>Where a value is, seen from a rule's threshold.</summary>
public enum Standing
{
    /// <summary>It could not be read.</summary>
    Unknown,

    /// <summary>Well below: an alert may end.</summary>
    Below,

    /// <summary>Below the threshold, but too close to it for an alert to end.</summary>
    Close,

    /// <summary>At the threshold or above.</summary>
    Above,
}
