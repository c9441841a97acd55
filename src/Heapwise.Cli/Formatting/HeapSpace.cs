namespace Heapwise.Cli.Formatting;

/// <summary>Names of the spaces of V8's heap.</summary>
internal static class HeapSpace
{
    /// <summary><c>old</c> for <c>old_space</c>.</summary>
    public static string ShortName(string name) => name.EndsWith("_space", StringComparison.Ordinal) ? name[..^"_space".Length] : name;
}
