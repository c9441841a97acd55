namespace Heapwise.Outside.Objects;

/// <summary>What the instance type of a string says, in its lower bits.</summary>
internal static class StringShape
{
    public const int Sequential = 0;
    public const int Concatenated = 1;
    public const int External = 2;
    public const int Sliced = 3;
    public const int Thin = 5;
    private const int RepresentationMask = 7;
    private const int OneByte = 8;

    public static int RepresentationOf(int type) => type & RepresentationMask;

    /// <summary>Whether a character takes one byte (Latin-1), and not two (UTF-16).</summary>
    public static bool IsOneByte(int type) => (type & OneByte) != 0;

    public static int PointerWordsOf(int type) => RepresentationOf(type) switch
    {
        Concatenated => 4,
        Sliced or Thin => 3,
        _ => 1,
    };
}
