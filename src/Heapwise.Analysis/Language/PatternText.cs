namespace Heapwise.Analysis.Language;

/// <summary>
/// What a language says about one pattern. The explanation is the language's common one, unless the pattern has parts or
/// all of its own.
/// </summary>
/// <param name="Title">One line: what grows and where.</param>
/// <param name="Why">Why it leaks, in two sentences.</param>
/// <param name="Fix">What to change.</param>
/// <param name="Example">A few lines of JavaScript.</param>
internal sealed record PatternText(string Title, string Why, string Fix, string Example)
{
    /// <summary>
    /// What each request leaves, given how many, such as <c>reactions</c>; null: the class of the entries, or the function.
    /// </summary>
    public Func<double, string>? Entries { get; init; }

    /// <summary>Who holds it, as a clause; null: the holder with its number of entries.</summary>
    public string? Holds { get; init; }

    /// <summary>What each entry keeps, as a sentence, where no captured variables are known; null: nothing.</summary>
    public string? Keeps { get; init; }

    /// <summary>The whole explanation in place of the common one.</summary>
    public string? Explanation { get; init; }
}
