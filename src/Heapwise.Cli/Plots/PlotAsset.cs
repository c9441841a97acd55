namespace Heapwise.Cli.Plots;

/// <summary>
/// The style sheets and scripts that plots carry inside them, one file each next to this one. A script only reads and moves what is in
/// its file; nothing is loaded from outside.
/// </summary>
internal static class PlotAsset
{
    /// <exception cref="FileNotFoundException">The program was built without it.</exception>
    public static string Read(string name)
    {
        using var stream = typeof(PlotAsset).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
