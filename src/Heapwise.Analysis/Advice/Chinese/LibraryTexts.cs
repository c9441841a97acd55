using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

/// <summary>Of containers inside a library: the program calls the library and cannot take entries out of its containers itself.</summary>
internal static class LibraryTexts
{
    public static PatternTexts Aware(PatternTexts own) => Pattern(
        own.Title,
        facts => IsInside(facts) ? $"{facts.Name} 由库 {facts.Library} 保存：程序为请求所做的调用在那里留下了东西，却没有任何代码把它取出。它的生命周期比请求长，里面的一切也就一直存活。" : own.Why(facts),
        facts => IsInside(facts) ? $"查阅 {facts.Library} 的文档，看用什么限制它（上限、过期时间、换一种存储），或者把这个调用放进去的东西取出（remove、release、dispose、unsubscribe）。如果这个调用对每个请求都一样，就在启动时只做一次；并使用数量有限的键：用路由而不是 URL。" : own.Fix(facts),
        facts => IsInside(facts) ? Example(facts) : own.Example(facts));

    private static bool IsInside(FindingFacts facts) => English.LibraryTexts.IsInside(facts);

    private static string Example(FindingFacts facts) => $"""
        const own = put(); // 往 {facts.Name} 里放东西的那个调用：启动时只做一次
        // 或者，当每个请求都需要自己的一份时：
        res.on('close', () => takeOut(own)); // {facts.Library} 提供的取出方法
        """;
}
