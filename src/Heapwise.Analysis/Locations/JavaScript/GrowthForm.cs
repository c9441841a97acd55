namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>How a statement makes something grow.</summary>
internal enum GrowthForm
{
    /// <summary>A call such as <c>push</c> or <c>set</c>.</summary>
    Call,

    /// <summary><c>name[key] = value</c>.</summary>
    KeyedAssignment,

    /// <summary><c>name.property = value</c>.</summary>
    MemberAssignment,

    /// <summary><c>name = value</c> other than its declaration.</summary>
    Assignment,
}
