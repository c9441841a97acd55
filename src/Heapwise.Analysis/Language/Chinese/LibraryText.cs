namespace Heapwise.Analysis.Language.Chinese;

/// <summary>Containers inside a library: the program calls the library and cannot remove entries from its containers itself.</summary>
internal static class LibraryText
{
    /// <summary>The same text with the library's advice where a library holds what accumulates.</summary>
    public static PatternText Aware(LeakFacts facts, PatternText own) => !facts.IsInLibrary ? own : own with
    {
        Why = $"{facts.Name} 由 {facts.Library} 库持有：程序处理请求时的调用在其中留下了数据，却没有任何代码把它移除。"
            + "它的生命周期比请求长，里面的一切也就一直存活。",
        Fix = $"查阅 {facts.Library} 的文档，看有什么办法限制它（上限、过期时间、换一种存储），"
            + "或者移除调用放进去的东西（remove、release、dispose、unsubscribe）。"
            + "如果每个请求的调用都一样，就在启动时只调用一次；键的取值也要有限，例如用路由而不是 URL。",
        Example = $"""
            const own = put(); // 往 {facts.Name} 里放数据的那个调用：启动时只做一次
            // 如果每个请求都需要自己的一份：
            res.on('close', () => takeOut(own)); // 用 {facts.Library} 提供的移除方法
            """,
    };
}
