using System.CommandLine.Parsing;
using System.Globalization;
using Heapwise.Diagnosis.Settings;
using Heapwise.Heap.Graph;

namespace Heapwise.Cli.Options;

/// <summary>Parsers of option values, each with an error that names the option, the value and what is accepted.</summary>
internal static class OptionParsers
{
    private const long MaxSizeBytes = 1L << 30;

    /// <summary>One value of an enumeration.</summary>
    public static T? OneOf<T>(ArgumentResult result)
        where T : struct, Enum => OneOf(result, Enum.GetValues<T>());

    /// <summary>One of some values of an enumeration.</summary>
    public static T? OneOf<T>(ArgumentResult result, IReadOnlyList<T> allowed)
        where T : struct, Enum
    {
        var text = TextOf(result);
        foreach (var value in allowed)
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase)) return value;
        }

        var names = string.Join(", ", allowed.Select(value => value.ToString().ToLowerInvariant()));
        result.AddError($"{NameOf(result)} {text}: not one of {names}");
        return null;
    }

    /// <summary>A whole number from 0; one that is too large for a count is as good as the largest.</summary>
    public static int? Count(ArgumentResult result)
    {
        var text = TextOf(result);
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : int.MaxValue;
        }

        result.AddError($"{NameOf(result)} {text}: not a whole number (0 or more)");
        return null;
    }

    /// <summary>A time span: <c>500ms</c>, <c>30s</c>, <c>2m</c>, <c>1h</c>; a bare number is in seconds.</summary>
    public static TimeSpan? Duration(ArgumentResult result)
    {
        var text = TextOf(result);
        if (SettingValues.TryParseDuration(text, out var duration)) return duration;
        result.AddError($"{NameOf(result)} {text}: not a time such as 500ms, 30s or 2m");
        return null;
    }

    /// <summary>A number of bytes: <c>64K</c>, <c>1M</c>, <c>65536</c>. K and M are powers of 1024, as in V8's options.</summary>
    public static long? Size(ArgumentResult result)
    {
        var text = TextOf(result);
        var number = text.TrimEnd('k', 'K', 'm', 'M');
        var scale = text[number.Length..].ToUpperInvariant() switch { "" => 1L, "K" => 1L << 10, "M" => 1L << 20, _ => 0 };
        if (scale > 0 && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value > 0 && value * scale <= MaxSizeBytes)
        {
            return value * scale;
        }

        result.AddError($"{NameOf(result)} {text}: not a size from 1 to 1024M, such as 64K or 1M");
        return null;
    }

    /// <summary>Memory, as settings write it: <c>500MB</c>, <c>4GB</c>, <c>4GiB</c>.</summary>
    public static long? Memory(ArgumentResult result)
    {
        if (SettingValues.TryParseSize(TextOf(result), out var bytes) && bytes > 0) return bytes;
        result.AddError($"{NameOf(result)} {TextOf(result)}: not a size such as 500MB or 4GB");
        return null;
    }

    /// <summary>The id of an object: <c>@123</c> or <c>123</c>.</summary>
    public static NodeId? Id(ArgumentResult result)
    {
        var text = TextOf(result);
        if (NodeId.TryParse(text, out var id)) return id;
        result.AddError($"'{text}' is not an object id such as @123");
        return null;
    }

    private static string TextOf(ArgumentResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;

    private static string NameOf(ArgumentResult result) => (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
}
