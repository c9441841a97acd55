using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(GrowingCollectionPattern pattern) => pattern.Api is { } api ? TextOf(api) : OfCollection();

    private PatternText OfCollection() => LibraryText.Aware(facts, new PatternText(
        $"{facts.Holder} 只增不减",
        $"对象不断放入 {facts.Name}，却从不移除。这个 {ContainerName} 的生命周期比请求长，里面的一切也就一直存活。",
        $"用完的对象要从 {facts.Name} 中移除，或者只保留最近的若干个；也可以把这个 {ContainerName} 放到请求的作用域内，随请求一起释放。",
        facts.Container switch
        {
            ContainerKind.Array => $"""
                const MAX = 1000;
                {facts.Code}.push(entry);
                if ({facts.Code}.length > MAX) {facts.Code}.splice(0, {facts.Code}.length - MAX);
                """,
            ContainerKind.Set => $"""
                {facts.Code}.add(entry);
                res.on('close', () => {facts.Code}.delete(entry));
                """,
            _ => "if (++count > MAX) removeOldest(); // 或者在任务完成时移除该条目",
        }));
}
