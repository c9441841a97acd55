using Heapwise.Outside.Binaries;
using Heapwise.Outside.Failures;

namespace Heapwise.Outside.Layouts;

/// <summary>
/// Where V8 keeps count of its heap: words of pages, spaces and of the heap itself, by number, which no metadata names. Found by
/// experiment on the official builds.
/// </summary>
/// <param name="PageOwner">The word of a page, or of its record outside, that leads to the space that it belongs to.</param>
/// <param name="NextPage">The one that leads to the next page, or its record, of a space.</param>
/// <param name="FirstPage">The word of half a young generation that leads to its first page.</param>
/// <param name="CurrentPage">The one that leads to the page where objects are allocated; the word before says which half it is.</param>
/// <param name="PagedUsed">The word of a space of small objects with the bytes in use.</param>
/// <param name="LargeUsed">The same for a space of large objects.</param>
/// <param name="Allocation">
/// Where new objects go, from the heap's own address on: start, next and end of the free room in the young generation, and then in the
/// old one.
/// </param>
/// <param name="MaxHalfYoung">The word of the heap with the most bytes of half a young generation.</param>
/// <param name="ArrayBuffers">The one with the bytes of array buffers.</param>
/// <param name="External">The one with the bytes outside that objects keep, those of array buffers included; null if not known.</param>
/// <param name="Limits">The word of the heap that leads to the record of its limits; null if they are in the heap itself.</param>
/// <param name="MaxOld">The word of the limits with the most bytes of the old generation.</param>
/// <param name="OldFloor">The word of the limits with the bytes of the old generation after the last full collection.</param>
/// <param name="CountsFreeRoom">Whether the old space counts the free room for objects to come as used, as V8 does not report it.</param>
/// <param name="Spaces">The names of the spaces in V8's order; the first is the read-only one.</param>
internal sealed record MeterTable(
    int PageOwner,
    int NextPage,
    int FirstPage,
    int CurrentPage,
    int PagedUsed,
    int LargeUsed,
    int Allocation,
    int MaxHalfYoung,
    int ArrayBuffers,
    int? External,
    int? Limits,
    int MaxOld,
    int OldFloor,
    bool CountsFreeRoom,
    IReadOnlyList<string> Spaces)
{
    /// <summary>The word of a space that leads to its heap.</summary>
    public const int OwnHeap = 1;

    /// <summary>The one with its number, in the lower half.</summary>
    public const int OwnNumber = 2;

    /// <summary>The one with the bytes of its pages.</summary>
    public const int Committed = 3;

    /// <summary>So many words after its capacity, a space of small objects has its bytes in use.</summary>
    public const int UsedAfterCapacity = 2;

    /// <summary>What the half of a young generation is where objects are allocated.</summary>
    public const int ToHalf = 1;

    /// <summary>So many halves of a young generation count towards the heap's limit.</summary>
    public const int YoungHalves = 3;

    /// <summary>The space of most old objects.</summary>
    public const string Old = "old";

    private const string New = "new";
    private const string NewLarge = "new_large_object";

    private static readonly string[] Spaces18 =
        ["read_only", Old, "code", "map", "large_object", "code_large_object", NewLarge, New];

    private static readonly string[] Spaces20 =
        ["read_only", New, Old, "code", "shared", NewLarge, "large_object", "code_large_object", "shared_large_object"];

    private static readonly string[] Spaces22 =
    [
        "read_only", New, Old, "code", "shared", "trusted", NewLarge, "large_object", "code_large_object", "shared_large_object",
        "trusted_large_object",
    ];

    private static readonly string[] Spaces24 =
    [
        "read_only", New, Old, "code", "shared", "trusted", "shared_trusted", NewLarge, "large_object", "code_large_object",
        "shared_large_object", "shared_trusted_large_object", "trusted_large_object",
    ];

    /// <exception cref="OutsideException">The version is not known.</exception>
    public static MeterTable For(V8Version version) => (version.Major, version.Minor) switch
    {
        (10, 2) => new(8, 29, 21, 32, 34, 27, -10, 25, 7, 37, Limits: null, 28, 323, false, Spaces18),
        (11, 3) => new(8, 33, 5, 17, 19, 12, -6721, 25, 7, 37, Limits: null, 28, 318, false, Spaces20),
        (12, 4) => new(9, 33, 5, 17, 14, 12, -7100, 6, 0, 18, Limits: null, 9, 258, true, Spaces22),
        (13, 6) => new(10, 33, 5, 14, 15, 13, -7654, 6, 0, 19, Limits: null, 10, 266, true, Spaces24),
        (14, 6) => new(10, 32, 5, 12, 13, 11, -7775, 4, 0, External: null, Limits: 247, 2, 9, true, Spaces24),
        _ => throw OutsideException.Unsupported($"the process runs V8 {version}"),
    };

    /// <summary>The number of the young generation.</summary>
    public int Young { get; } = Spaces.ToList().IndexOf(New);

    /// <summary>Whether a space holds young objects.</summary>
    public static bool IsYoung(string space) => space is New or NewLarge;

    /// <summary>Whether the space of a number holds large objects, each on pages of its own.</summary>
    public bool IsLarge(int space) => Spaces[space].EndsWith("large_object", StringComparison.Ordinal);
}
