namespace Heapwise.Analysis.Reports;

/// <summary>The leaking programs that heapwise contains, or one of them as it was unpacked. Schema <c>heapwise.samples/1</c>.</summary>
public sealed record SamplesReport
{
    public const string SchemaName = "heapwise.samples/1";

    public string Schema { get; init; } = SchemaName;

    public required IReadOnlyList<SampleRow> Samples { get; init; }

    /// <summary>Where it was unpacked; null in a list.</summary>
    public string? Folder { get; init; }
}

/// <summary>One program of a <see cref="SamplesReport"/>.</summary>
/// <param name="Name">The folder of the gallery.</param>
/// <param name="What">What leaks, in a sentence.</param>
/// <param name="Load">The path of the requests that make it leak, with <c>{n}</c> for a number.</param>
/// <param name="Options">What <c>diagnose</c> needs besides.</param>
/// <param name="Files">Its files; <c>leaking.js</c> is the program, <c>fixed.js</c> the same without the leak.</param>
public sealed record SampleRow(string Name, string What, string Load, IReadOnlyList<string> Options, IReadOnlyList<string> Files);
