using System.Globalization;

namespace Heapwise.Server.Snapshots;

/// <summary>Objects by the time they were made: V8's ids rise.</summary>
/// <param name="From">The lowest id.</param>
/// <param name="To">The highest id.</param>
public readonly record struct IdRange(long From, long To)
{
    public static IdRange All { get; } = new(0, long.MaxValue);

    public bool IsAll => this == All;

    public bool Contains(long id) => id >= From && id <= To;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From}-{To}");
}
