namespace Heapwise.Cli.Pages;

/// <param name="Name">As on the page.</param>
/// <param name="Value">With its unit.</param>
/// <param name="Remark">What is notable about this value, in a few words.</param>
/// <param name="IsBad">Whether that is a reason to worry.</param>
/// <param name="Explanation">What the figure means and when to worry.</param>
internal readonly record struct StatsFigure(string Name, string Value, string Remark, bool IsBad, string Explanation);
