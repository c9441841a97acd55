using System.Globalization;
using Heapwise.Diagnosis.Settings;
using Microsoft.Extensions.Configuration;

namespace Heapwise.Guard.Settings;

/// <summary>
/// A part of the settings. Whoever reads it asks for the keys it knows and then calls <see cref="End"/>, which refuses all others.
/// Every mistake names where the value comes from, the value, and what is allowed.
/// </summary>
/// <param name="sources">Where values come from.</param>
/// <param name="section">The part.</param>
internal sealed class ConfiguredSection(SettingsSources sources, IConfigurationSection section)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether nothing is set.</summary>
    public bool IsEmpty => !section.GetChildren().Any();

    public string? FindText(string key)
    {
        _known.Add(key);
        if (section.GetSection(key).GetChildren().Any()) throw Fail(key, "must be a text in quotes");
        if (section[key] is not { } text) return null;
        return text.Length > 0 ? text : throw Fail(key, "is empty; leave it out where it is not wanted");
    }

    public bool? FindFlag(string key) => FindText(key) switch
    {
        null => null,
        var text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        var text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        var text => throw Fail(key, $"\"{text}\" is neither true nor false"),
    };

    public int? FindCount(string key, int min, int max)
    {
        if (FindText(key) is not { } text) return null;
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        if (isNumber && count >= min && count <= max) return count;
        throw Fail(key, string.Create(CultureInfo.InvariantCulture, $"\"{text}\" is not a whole number from {min} to {max}"));
    }

    /// <summary>A share of a whole: above 0 and at most 1, or in per cent.</summary>
    public double? FindShare(string key)
    {
        if (FindText(key) is not { } text) return null;
        var isPercent = text.EndsWith('%');
        var isNumber = double.TryParse(
            text.TrimEnd('%').TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        var share = isPercent ? value / 100 : value;
        if (isNumber && share is > 0 and <= 1) return share;
        throw Fail(key, $"\"{text}\" is not a share such as 0.85 or \"85%\": above 0 and at most 1");
    }

    public TimeSpan? FindDuration(string key, TimeSpan? min = null)
    {
        if (FindText(key) is not { } text) return null;
        if (!SettingValues.TryParseDuration(text, out var duration))
            throw Fail(key, $"\"{text}\" is not a time such as \"500ms\", \"30s\" or \"2m\"");
        if (duration < min)
            throw Fail(key, string.Create(CultureInfo.InvariantCulture, $"\"{text}\" is too short: at least {min.Value.TotalSeconds}s"));
        return duration;
    }

    /// <summary>Bytes.</summary>
    public long? FindSize(string key)
    {
        if (FindText(key) is not { } text) return null;
        return SettingValues.TryParseSize(text, out var bytes) && bytes > 0
            ? bytes
            : throw Fail(key, $"\"{text}\" is not a size such as \"500 MB\" or \"2 GB\"");
    }

    public T? FindChoice<T>(string key)
        where T : struct, Enum
    {
        if (FindText(key) is not { } text) return null;
        return SettingValues.TryParseChoice<T>(text, out var choice)
            ? choice
            : throw Fail(key, $"\"{text}\" is not one of {SettingValues.ChoicesOf<T>()}");
    }

    /// <summary>Keys that the person chose, with their texts.</summary>
    public IReadOnlyList<(string Name, string Value)> FindNamed(string key)
    {
        _known.Add(key);
        return [.. section.GetSection(key).GetChildren().Select(child =>
            (child.Key, child.Value ?? throw Fail(key, "must be texts by name")))];
    }

    /// <summary>A secret: as it is, or the contents of the file that <c>keyFile</c> names, without the end of its last line.</summary>
    public string? FindSecret(string key)
    {
        var fileKey = $"{key}File";
        if (FindText(fileKey) is not { } file) return FindText(key);
        if (FindText(key) is not null) throw Fail(fileKey, $"give either {key} or {fileKey}");
        try
        {
            var secret = File.ReadAllText(sources.ResolvePath($"{section.Path[(section.Path.IndexOf(':') + 1)..]}:{fileKey}", file)).Trim();
            return secret.Length > 0 ? secret : throw Fail(fileKey, $"{file} is empty");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Fail(fileKey, $"{file} cannot be read: {problem.Message}");
        }
    }

    /// <summary>A part of this part; null where it is missing.</summary>
    public ConfiguredSection? FindFilledSection(string key)
    {
        var inner = FindSection(key);
        return section.GetSection(key).GetChildren().Any() ? inner : null;
    }

    /// <summary>A part of this part; empty where it is missing.</summary>
    public ConfiguredSection FindSection(string key)
    {
        _known.Add(key);
        var inner = section.GetSection(key);
        if (inner.Value is { Length: > 0 } text) throw Fail(key, $"\"{text}\": must be an object: {{ … }}");
        return new ConfiguredSection(sources, inner);
    }

    /// <summary>Everything that was to be read has been asked for.</summary>
    /// <exception cref="SettingsException">There are other keys.</exception>
    public void End()
    {
        foreach (var key in section.GetChildren().Select(child => child.Key).Where(key => !_known.Contains(key)))
        {
            var known = _known.Order(StringComparer.Ordinal).ToList();
            throw Fail(key, NearWord.Explain(FindNear(key, known), known));
        }
    }

    /// <summary>Variables are written in capitals.</summary>
    private static string? FindNear(string key, List<string> known)
    {
        if (NearWord.Find(key, known) is { } near) return near;
        var capitals = NearWord.Find(key, known.Select(name => name.ToUpperInvariant()));
        return known.Find(name => name.Equals(capitals, StringComparison.OrdinalIgnoreCase));
    }

    public SettingsException Fail(string key, string problem) => sources.Fail($"{section.Path}:{key}", problem);
}
