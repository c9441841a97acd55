using System.Globalization;
using System.Text.RegularExpressions;

namespace Heapwise.Analysis.Advice.Chinese;

/// <summary>Numbers, sizes, lists and blanks as Chinese writes them.</summary>
internal static partial class Phrases
{
    /// <summary>
    /// Blanks stand between Chinese and Latin text, not between two Chinese characters and not beside Chinese punctuation. Sentences
    /// are put together with a blank around all that is filled in, and this takes away those that are too many.
    /// </summary>
    public static string Tidy(string text) => Superfluous().Replace(text, "").Trim();

    /// <summary>The texts of a pattern with their blanks in order; the example is code and stays as it is.</summary>
    public static PatternTexts Pattern(Func<FindingFacts, string> title, Func<FindingFacts, string> why, Func<FindingFacts, string> fix, Func<FindingFacts, string> example, Func<FindingFacts, string>? explanation = null) =>
        new(facts => Tidy(title(facts)), facts => Tidy(why(facts)), facts => Tidy(fix(facts)), example)
        {
            Explanation = explanation is null ? null : facts => Tidy(explanation(facts)),
        };

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Amount(string? measure, double value) => measure == "fileDescriptors" ? $"{value.ToString("0.#", CultureInfo.InvariantCulture)} 个" : Bytes(value);

    public static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join('、', all.SkipLast(1))} 和 {all[^1]}";
    }

    public static string Bytes(double bytes) => bytes switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000:0.#} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} 字节"),
    };

    /// <summary>What collects, as <see cref="FindingFacts.Collection"/> names it.</summary>
    public static string Kind(string collection) => collection switch
    {
        "array" => "数组",
        "object" => "对象",
        "linked list" => "链表",
        "string" => "字符串",
        _ => collection, // Map, Set, WeakMap
    };

    [GeneratedRegex(@"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])| +(?=[，。；：、（）])|(?<=[，。；：、（）]) +| (?= )", RegexOptions.None, 1000)]
    private static partial Regex Superfluous();
}
