using System.Globalization;

namespace Heapwise.Live.Processes;

/// <summary>What a Node command line says beyond its inspector (see <see cref="InspectorArguments"/>).</summary>
internal static class NodeArguments
{
    private static readonly string[] HeapLimits = ["--max-old-space-size", "--max_old_space_size"];

    /// <summary>The main script: the first word behind Node's own options. Null where the program is text (<c>-e</c>, <c>-p</c>) or there is none.</summary>
    /// <param name="arguments">The command line, the executable first.</param>
    public static string? ScriptOf(IReadOnlyList<string> arguments)
    {
        for (var i = 1; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument is "-e" or "--eval" or "-p" or "--print" or "-pe" or "-i" or "--interactive") return null;
            if (argument == "--") return i + 1 < arguments.Count ? arguments[i + 1] : null;
            if (!argument.StartsWith('-') || argument == "-") return argument;
            if (InspectorArguments.TakesValue(argument)) i++;
        }

        return null;
    }

    /// <summary>The limit of V8's old generation in bytes; the command line counts more than <c>NODE_OPTIONS</c>, the last word more than those before.</summary>
    public static long? HeapLimitOf(IReadOnlyList<string> arguments, string? nodeOptions)
    {
        long? limit = null;
        string[] words = [.. (nodeOptions ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), .. arguments.Skip(1).TakeWhile(word => word.StartsWith('-') || char.IsAsciiDigit(word[0]))];
        for (var i = 0; i < words.Length; i++)
        {
            var (name, value) = words[i].Split('=', 2) is [var left, var right] ? (left, right) : (words[i], i + 1 < words.Length ? words[i + 1] : null);
            if (HeapLimits.Contains(name) && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)) limit = megabytes * 1024 * 1024;
        }

        return limit;
    }
}
