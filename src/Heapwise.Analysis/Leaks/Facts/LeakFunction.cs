using Heapwise.Analysis.Locations;

namespace Heapwise.Analysis.Leaks.Facts;

/// <summary>A function that leaks, and what it keeps.</summary>
/// <param name="Name">As in the program; null where it has none.</param>
/// <param name="Location">Where it was made; null where V8 does not say.</param>
/// <param name="Captured">Variables of its scopes that live through it alone, largest first; small ones are left out.</param>
/// <param name="MentionsLargest">
/// False where the function does not mention the largest variable itself and keeps it through the scope that it shares with
/// other functions; null where its source is not available.
/// </param>
public sealed record LeakFunction(
    string? Name,
    CodeLocation? Location,
    IReadOnlyList<CapturedVariable> Captured,
    bool? MentionsLargest);

/// <summary>One variable of a scope that a leaked function keeps alive.</summary>
/// <param name="Name">As the program writes it; <c>this</c> for an arrow function's.</param>
/// <param name="ClassName">The class of its value.</param>
/// <param name="RetainedBytes">What would be freed with it.</param>
public sealed record CapturedVariable(string Name, string ClassName, long RetainedBytes);
