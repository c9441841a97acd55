namespace Heapwise.Heap.Facts.Dominators;

/// <summary>The state of one join, by its position in search order.</summary>
internal struct Join
{
    /// <summary>Search number.</summary>
    public int Number;

    /// <summary>Number of the semidominator, as far as it is known.</summary>
    public int Semi;

    /// <summary>The semidominator's position on the path of the search.</summary>
    public int SemiDepth;

    /// <summary>The nearest join above it in the search tree.</summary>
    public int Parent;

    /// <summary>The join that the last kept edge came from.</summary>
    public int LastSource;

    /// <summary>During the search, the number of kept edges to it; afterwards, where they begin.</summary>
    public int Kept;
}
