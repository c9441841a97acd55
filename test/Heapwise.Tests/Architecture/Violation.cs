using Xunit;

namespace Heapwise.Tests.Architecture;

/// <summary>A breach of a rule, as a line that an editor can jump to.</summary>
internal sealed record Violation(string Text)
{
    /// <summary>Fails with all violations, one a line.</summary>
    /// <param name="violations">What was found.</param>
    /// <param name="rule">The rule in a sentence.</param>
    public static void ShouldBeNone(IEnumerable<Violation> violations, string rule)
    {
        var found = violations.ToList();
        if (found.Count == 0) return;
        Assert.Fail($"{rule} ({found.Count} violations)\n{string.Join('\n', found.Select(violation => violation.Text))}");
    }
}
