using System.Reflection;

namespace Heapwise.Cli.Shell;

/// <summary>The version of this program, as <c>--version</c> prints it.</summary>
internal static class ProductVersion
{
    public static string Text { get; } = Find()?.Split('+')[0] ?? "unknown";

    private static string? Find() =>
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
