using System.Text.RegularExpressions;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>Numbers, sizes, lists and spaces as Chinese writes them.</summary>
internal static partial class ChinesePhrases
{
    /// <summary>
    /// Removes spaces between two Chinese characters and next to Chinese punctuation. Those between Chinese and Latin text stay.
    /// Sentences are composed with a space on both sides of every name, since a name may begin or end in either script.
    /// </summary>
    public static string Tidy(string text) => Superfluous().Replace(text, "").Trim();

    public static string Count(long count) => $"{count:N0}";

    public static string Number(double value) => $"{value:0.##}";

    public static string Percent(double share) => $"{share * 100:F0}%";

    public static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join('、', all.SkipLast(1))} 和 {all[^1]}";
    }

    public static string Bytes(double bytes) => bytes < 1_000 ? $"{bytes:0} 字节" : ByteSize.FormatShort(bytes);

    public static string NameOf(ContainerKind kind) => kind switch
    {
        ContainerKind.Array => "数组",
        ContainerKind.LinkedList => "链表",
        ContainerKind.Text => "字符串",
        ContainerKind.Map or ContainerKind.Set or ContainerKind.WeakMap => kind.ToString(),
        _ => "对象",
    };

    /// <summary>What is inside such a container.</summary>
    public static string EntryOf(ContainerKind kind) =>
        kind is ContainerKind.Array or ContainerKind.Set or ContainerKind.LinkedList ? "元素" : "条目";

    [GeneratedRegex(
        @"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])| +(?=[，。；：、（）])|(?<=[，。；：、（）]) +| (?= )",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Superfluous();
}
