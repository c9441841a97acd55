using System.Globalization;

namespace Heapwise.Heap.Graph;

/// <summary>
/// V8's id of a heap object. Ids of JavaScript objects are odd and stay the same in all snapshots of one process;
/// ids of embedder objects are even and differ from snapshot to snapshot. Shown as <c>@123</c>.
/// </summary>
public readonly record struct NodeId(long Value) : IComparable<NodeId>
{
    /// <summary>True for objects of V8's own heap, whose ids can be compared between snapshots.</summary>
    public bool IsStable => (Value & 1) == 1;

    public int CompareTo(NodeId other) => Value.CompareTo(other.Value);

    public override string ToString() => "@" + Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads <c>@123</c> or <c>123</c>.</summary>
    public static bool TryParse(string? text, out NodeId id)
    {
        var digits = text.AsSpan().TrimStart('@');
        var ok = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = new NodeId(value);
        return ok;
    }

    public static bool operator <(NodeId left, NodeId right) => left.Value < right.Value;

    public static bool operator >(NodeId left, NodeId right) => left.Value > right.Value;

    public static bool operator <=(NodeId left, NodeId right) => left.Value <= right.Value;

    public static bool operator >=(NodeId left, NodeId right) => left.Value >= right.Value;
}
