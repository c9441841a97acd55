using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(ClosurePattern pattern) => pattern switch
    {
        ClosurePattern.Chain chain => ChainOfScopes(chain.Variable, chain.Function is { } name ? $"{name}()" : "新函数"),
        _ => LargeScopes(),
    };

    private PatternText ChainOfScopes(string variable, string function) => new(
        $"{facts.Holder} 引用着一条不断变长的闭包链",
        $"同一次调用中创建的函数共享一个作用域，其中任何一个函数用到的变量都会保留。{function} 的作用域里有 {variable}，"
            + $"它指向 {facts.Name} 之前的值，那个值的作用域又指向更早的值。只要最新的一个还被引用，整条链都无法回收。",
        $"断开这条链：创建新函数之前，先从 {variable} 中取出需要的部分，再到另一个函数里创建新函数，只传入这部分，"
            + $"这样它的作用域里就没有 {variable}。",
        $"""
            const make = needed => () => use(needed); // 有自己的作用域，不含 {variable}
            {facts.Code} = make({variable}.length); // 只取需要的部分
            """)
    {
        Holds = $"每一个都通过 {function} 作用域里的变量 {variable} 保留着前一个，最新的一个由 {facts.Holder} 引用",
    };

    private PatternText LargeScopes()
    {
        var variable = facts.Function is { Captured: [var largest, ..] } ? largest.Name : null;
        var function = facts.Function?.Name is { } name ? $"{name}()" : "这个函数";
        return facts.Function is { MentionsLargest: false }
            ? SharedScope(function, variable ?? "较大的值")
            : OwnVariable(function, variable ?? "较大的值", variable ?? "large");
    }

    private PatternText SharedScope(string function, string largest) => new(
        $"{facts.Holder} 里的函数通过闭包保留着 {largest}",
        $"{function} 并没有用到 {largest}，但同一次调用中创建的另一个函数用到了它，而同一次调用中创建的所有函数共享一个作用域。"
            + $"只要 {facts.Name} 还引用着这个函数，{largest} 就无法回收。",
        $"把需要长期保留的函数放到另一个函数里创建，只传入它需要的值：这样它的作用域里就没有 {largest}。"
            + $"任务完成后，把它从 {facts.Name} 中移除。",
        $"""
            const make = id => () => use(id); // 在外部创建，有自己的作用域
            {PutIn("make(id)")}
            """);

    private PatternText OwnVariable(string function, string largest, string code) => new(
        $"{facts.Holder} 里的函数通过闭包保留着 {largest}",
        $"函数会完整地保留它用到的变量，而 {function} 保留的内存大部分是 {largest}。"
            + $"只要 {facts.Name} 还引用着这个函数，{largest} 就无法回收，哪怕真正需要的只是其中一小部分。",
        $"创建函数之前，先从 {largest} 中取出需要的部分，使函数本身不再引用 {largest}。任务完成后，把它从 {facts.Name} 中移除。",
        $"""
            const needed = {code}.length; // 只取需要的部分
            {PutIn("() => use(needed)")}
            """);
}
