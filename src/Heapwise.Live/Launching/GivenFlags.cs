using System.Globalization;
using Heapwise.Live.Processes;

namespace Heapwise.Live.Launching;

/// <summary>
/// The flags that the user has given to Node: in <c>NODE_OPTIONS</c> and, where the program is node itself, before the script. In their
/// names Node accepts <c>_</c> for <c>-</c>. The last flag of a name wins.
/// </summary>
internal sealed class GivenFlags
{
    private readonly Dictionary<string, (string Text, string? Value)> _flags = new(StringComparer.Ordinal);

    public GivenFlags(string? nodeOptions, IReadOnlyList<string> nodeArguments)
    {
        Add(NodeOptionsText.Split(nodeOptions));
        Add(nodeArguments);
    }

    /// <summary>The flag as it was given, for the first of the names that was; null where none was.</summary>
    public string? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_flags.TryGetValue(name, out var found)) return found.Text;
        return null;
    }

    /// <summary>The value of a flag; null where it was not given or is not a whole number.</summary>
    public long? FindNumber(string name)
    {
        var text = _flags.TryGetValue(name, out var found) ? found.Value : null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Ends at the script: what follows belongs to the script.</summary>
    private void Add(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count && words[i].StartsWith('-') && words[i] is not ("-" or "--"); i++)
        {
            var (left, value) = words[i].Split('=', 2) is [var before, var after] ? (before, after) : (words[i], null);
            var name = left.Replace('_', '-');
            var text = words[i];
            if (value is null && i + 1 < words.Count && NodeArguments.TakesValue(name)) text = $"{text} {value = words[++i]}";
            _flags[name] = (text, value);
        }
    }
}
