using Xunit;

namespace Heapwise.Tests.Architecture;

/// <summary>A breach of a rule, as a line that an editor can jump to.</summary>
internal sealed record Violation(string Project, string Text)
{
    /// <summary>Fails with all violations, one a line.</summary>
    /// <param name="violations">What was found.</param>
    /// <param name="rule">The rule in a sentence.</param>
    /// <param name="unfinished">Projects where the rule does not hold yet.</param>
    public static void ShouldBeNone(IEnumerable<Violation> violations, string rule, params IReadOnlyList<string> unfinished)
    {
        var found = violations.Where(violation => Unfinished.IsShown || !unfinished.Contains(violation.Project)).ToList();
        if (found.Count == 0) return;
        Assert.Fail($"{rule} ({found.Count} violations)\n{string.Join('\n', found.Select(violation => violation.Text))}");
    }
}
