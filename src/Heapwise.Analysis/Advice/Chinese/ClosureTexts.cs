using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class ClosureTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => $"{facts.Holder} 中的函数通过闭包保留着 {Largest(facts)}",
        facts => facts.Function is { MentionsLargest: false }
            ? $"{FunctionName(facts)} 并没有用到 {Largest(facts)}，但同一次调用中创建的另一个函数用到了它，而同一次调用中创建的所有函数共享一个作用域。只要 {facts.Name} 还保留着这个函数，{Largest(facts)} 就无法被回收。"
            : $"函数会完整地保留它用到的变量，而 {FunctionName(facts)} 保留的内存大部分是 {Largest(facts)}。只要 {facts.Name} 还保留着这个函数，{Largest(facts)} 就无法被回收，哪怕真正需要的只是其中一小部分。",
        facts => facts.Function is { MentionsLargest: false }
            ? $"把需要长期保留的函数放到另一个函数里创建，只传入它需要的值：这样它的作用域里就没有 {Largest(facts)}。工作完成后，把它从 {facts.Name} 中移除。"
            : $"在创建函数之前先从 {Largest(facts)} 中取出需要的部分，使函数本身不再引用 {Largest(facts)}。工作完成后，把它从 {facts.Name} 中移除。",
        facts => facts.Function is { MentionsLargest: false }
            ? $$"""
                const make = id => () => use(id); // 在外部创建，有自己的作用域
                {{PutIn(facts, "make(id)")}}
                """
            : $$"""
                const needed = {{LargestCode(facts)}}.length; // 只取需要的部分
                {{PutIn(facts, "() => use(needed)")}}
                """);

    private static string Largest(FindingFacts facts) => facts.Function is { Captured: [var largest, ..] } ? largest.Variable : "较大的值";

    private static string LargestCode(FindingFacts facts) => facts.Function is { Captured: [var largest, ..] } ? largest.Variable : "large";

    private static string FunctionName(FindingFacts facts) => facts.Function?.Name is { } name ? $"{name}()" : "这个函数";

    private static string PutIn(FindingFacts facts, string value) => facts.Collection switch
    {
        "Map" => $"{facts.Code}.set(key, {value});",
        "Set" => $"{facts.Code}.add({value});",
        "object" => $"{facts.Code}[key] = {value};",
        "array" => $"{facts.Code}.push({value});",
        _ => $"keep({value});",
    };
}
