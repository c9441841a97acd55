using System.Text.Json;

namespace Heapwise.Diagnosis.Settings;

/// <summary>
/// An object of a settings file. Whoever reads it asks for the keys it knows and then calls <see cref="End"/>, which refuses all others.
/// </summary>
/// <param name="file">The file, for errors.</param>
/// <param name="path">Its key from the root; empty for the root.</param>
/// <param name="element">A JSON object.</param>
public sealed class SettingsSection(SettingsFile file, string path, JsonElement element)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Its key from the root; empty for the root.</summary>
    public string Path => path;

    public SettingsFile File => file;

    public JsonElement Element => element;

    public bool Has(string key) => Find(key) is not null;

    public string? FindText(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Fail(key, "must be a text in quotes"),
    };

    public bool? FindFlag(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Fail(key, "must be true or false"),
    };

    public int? FindCount(string key, int min = 0, int max = int.MaxValue)
    {
        if (Find(key) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= min && count <= max) return count;
        var range = max == int.MaxValue ? $"{min} or more" : $"{min} to {max}";
        throw Fail(key, $"must be a whole number, {range}");
    }

    public TimeSpan? FindDuration(string key)
    {
        if (Find(key) is not { } value) return null;
        var text = value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : "";
        return SettingValues.TryParseDuration(text, out var duration)
            ? duration
            : throw Fail(key, $"{Shown(value)} is not a time such as \"500ms\", \"30s\" or \"2m\"");
    }

    /// <summary>Bytes.</summary>
    public long? FindSize(string key)
    {
        if (Find(key) is not { } value) return null;
        var text = value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : "";
        return SettingValues.TryParseSize(text, out var bytes)
            ? bytes
            : throw Fail(key, $"{Shown(value)} is not a size such as 512, \"100 kB\" or \"1.5 GB\"");
    }

    public DateOnly? FindDate(string key)
    {
        if (FindText(key) is not { } text) return null;
        return SettingValues.TryParseDate(text, out var date) ? date : throw Fail(key, $"\"{text}\" is not a date such as \"2027-06-30\"");
    }

    public T? FindChoice<T>(string key)
        where T : struct, Enum
    {
        if (FindText(key) is not { } text) return null;
        return SettingValues.TryParseChoice<T>(text, out var choice)
            ? choice
            : throw Fail(key, $"\"{text}\" is not one of {SettingValues.ChoicesOf<T>()}");
    }

    /// <summary>An object whose keys are known to whoever reads it; null where it is missing.</summary>
    public SettingsSection? FindSection(string key) => Find(key) is { } value ? SectionAt(SettingsLines.Join(path, key), value) : null;

    /// <summary>An object whose keys are names that the person chose, in the order of the file.</summary>
    public IReadOnlyList<(string Name, JsonElement Value)> FindNamed(string key) => Find(key) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } named => [.. named.EnumerateObject().Select(pair => (pair.Name, pair.Value))],
        _ => throw Fail(key, "must be an object: { \"name\": … }"),
    };

    /// <summary>A list, each item with its key from the root.</summary>
    public IReadOnlyList<(string Path, JsonElement Value)> FindList(string key) => Find(key) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list =>
            [.. list.EnumerateArray().Select((item, i) => ($"{SettingsLines.Join(path, key)}[{i}]", item))],
        _ => throw Fail(key, "must be a list: [ … ]"),
    };

    /// <summary>The object at a key from the root.</summary>
    public SettingsSection SectionAt(string at, JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? new SettingsSection(file, at, value)
        : throw file.Fail(at, "must be an object: { … }");

    /// <summary>What is there, as it is; null where it is missing or null.</summary>
    public JsonElement? Find(string key)
    {
        _known.Add(key);
        return element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>Everything that was to be read has been asked for.</summary>
    /// <exception cref="SettingsException">There are other keys.</exception>
    public void End()
    {
        foreach (var key in element.EnumerateObject().Select(pair => pair.Name))
        {
            if (_known.Contains(key)) continue;
            var known = _known.Where(name => name[0] != '$').Order(StringComparer.Ordinal).ToList();
            throw Fail(key, NearWord.Explain(NearWord.Find(key, known), known));
        }
    }

    public SettingsException Fail(string key, string problem, Exception? cause = null) =>
        file.Fail(SettingsLines.Join(path, key), problem, cause);

    private static string Shown(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? $"\"{value.GetString()}\"" : value.GetRawText();
}
