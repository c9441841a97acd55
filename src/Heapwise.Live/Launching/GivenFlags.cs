using System.Globalization;
using Heapwise.Live.Processes;

namespace Heapwise.Live.Launching;

/// <summary>
/// The flags that a program's user has given to Node: in <c>NODE_OPTIONS</c> and, where the program is node itself, before the
/// script. Node takes <c>_</c> for <c>-</c> in names. The last one of a name counts.
/// </summary>
internal sealed class GivenFlags
{
    private readonly Dictionary<string, (string Text, string? Value)> _flags = new(StringComparer.Ordinal);

    public GivenFlags(string? nodeOptions, IReadOnlyList<string> nodeArguments)
    {
        Add(NodeOptionsText.Split(nodeOptions));
        Add(nodeArguments);
    }

    /// <summary>As it was given, the first of the names that was; null where none was.</summary>
    public string? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_flags.TryGetValue(name, out var found)) return found.Text;
        return null;
    }

    public string? ValueOf(string name) => _flags.TryGetValue(name, out var found) ? found.Value : null;

    /// <summary>Null where it was not given, or is no whole number.</summary>
    public long? NumberOf(string name) => long.TryParse(ValueOf(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Ends at the script: what follows is its own.</summary>
    private void Add(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count && words[i].StartsWith('-') && words[i] is not ("-" or "--"); i++)
        {
            var (left, value) = words[i].Split('=', 2) is [var before, var after] ? (before, after) : (words[i], null);
            var name = left.Replace('_', '-');
            var text = words[i];
            if (value is null && i + 1 < words.Count && InspectorArguments.TakesValue(name)) text = $"{text} {value = words[++i]}";
            _flags[name] = (text, value);
        }
    }
}
