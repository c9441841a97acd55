using System.Text;
using Heapwise.Diagnosis.Settings;
using Microsoft.Extensions.Configuration;

namespace Heapwise.Guard.Settings;

/// <summary>
/// Where settings come from: the section <c>guard</c> of heapwise.json, variables <c>HEAPWISE_GUARD__…</c> over it, and flags over both.
/// Keys are those of Microsoft.Extensions.Configuration, <c>guard:alerts:webhook:url</c>, and mean the same in upper and lower case.
/// </summary>
public sealed class SettingsSources
{
    private const string Root = "guard";
    private const string VariablePrefix = "HEAPWISE_GUARD__";

    private readonly SettingsFile? _file;
    private readonly Dictionary<string, string> _variables;
    private readonly Dictionary<string, string> _flags;
    private readonly Dictionary<string, string> _environment;
    private readonly IConfigurationRoot _all;

    /// <param name="file">Null: there is none.</param>
    /// <param name="environment">All variables.</param>
    /// <param name="flags">The flag as it was typed, the key that it sets, and its value.</param>
    /// <exception cref="SettingsException">The file has keys twice, or none of ours.</exception>
    public SettingsSources(
        SettingsFile? file,
        IEnumerable<KeyValuePair<string, string>> environment,
        IReadOnlyCollection<(string Flag, string Key, string Value)> flags)
    {
        _file = file;
        _environment = environment.ToDictionary(StringComparer.Ordinal);
        var variables = _environment.Where(pair => pair.Key.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase)).ToList();
        _variables = variables.ToDictionary(pair => KeyOf(pair.Key), pair => pair.Key, StringComparer.OrdinalIgnoreCase);
        _flags = flags.ToDictionary(flag => $"{Root}:{flag.Key}", flag => flag.Flag, StringComparer.OrdinalIgnoreCase);
        var builder = new ConfigurationBuilder();
        if (file is not null && FindSection(file) is { } json)
            builder.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($"{{\"{Root}\": {json}}}")));
        builder.AddInMemoryCollection(variables.Select(pair => KeyValuePair.Create(KeyOf(pair.Key), (string?)pair.Value)));
        builder.AddInMemoryCollection(flags.Select(flag => KeyValuePair.Create($"{Root}:{flag.Key}", (string?)flag.Value)));
        try
        {
            _all = builder.Build();
        }
        catch (FormatException problem)
        {
            throw file!.Fail(Root, problem.Message.TrimEnd('.'), problem); // only the file has a format
        }
    }

    /// <summary>A variable that is not ours; null where it is not set.</summary>
    public string? FindVariable(string name) => _environment.GetValueOrDefault(name);

    /// <summary>
    /// What a relative path in a setting is relative to: the file's folder where the file says it, else the current folder.
    /// </summary>
    public string ResolvePath(string key, string path)
    {
        var full = $"{Root}:{key}";
        var isFromFile = _file is not null && !_flags.ContainsKey(full) && !_variables.ContainsKey(full);
        return Path.GetFullPath(path, isFromFile ? _file!.Folder : Environment.CurrentDirectory);
    }

    internal ConfiguredSection Section => new(this, _all.GetSection(Root));

    /// <summary>An error about a key, which names the source that has the last word on it.</summary>
    internal SettingsException Fail(string key, string problem)
    {
        if (_flags.TryGetValue(key, out var flag)) return new SettingsException($"{flag}: {problem}");
        if (_variables.TryGetValue(key, out var variable)) return new SettingsException($"{variable}: {problem}");
        return _file is not null
            ? _file.Fail(key.Replace(':', '.'), problem)
            : new SettingsException($"{key.Replace(':', '.')}: {problem}");
    }

    private static string KeyOf(string variable) =>
        $"{Root}:{variable[VariablePrefix.Length..].Replace("__", ":", StringComparison.Ordinal)}";

    /// <summary>The section as JSON; null where there is none. Keys next to it are those of memory tests, or mistakes.</summary>
    private static string? FindSection(SettingsFile file)
    {
        var root = file.Root;
        foreach (var key in (string[])["$schema", "scenarios", "budgets", "ignore", "baseline", "setup"]) root.Find(key);
        var found = root.FindSection(Root)?.Element.GetRawText();
        root.End();
        return found;
    }
}
