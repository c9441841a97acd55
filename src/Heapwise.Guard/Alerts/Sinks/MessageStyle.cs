namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>How a service writes text.</summary>
/// <param name="Bold">Before and after bold text.</param>
/// <param name="Code">Before and after what is to be copied.</param>
/// <param name="Line">Between two lines.</param>
/// <param name="Escape">Makes text of a process harmless: it mentions nobody, links nowhere, and formats nothing.</param>
internal sealed record MessageStyle(string Bold, string Code, string Line, Func<string, string> Escape)
{
    /// <summary>The same between the marks of <see cref="Code"/>, where some services take every character as it is.</summary>
    public Func<string, string> EscapeCode { get; init; } = Escape;

    /// <summary>For services whose Markdown knows no escapes: what would become a link or a mention falls apart.</summary>
    public static string BreakMarkup(string text) =>
        text.Replace("<", "&lt;", StringComparison.Ordinal).Replace("](", "] (", StringComparison.Ordinal);
}
