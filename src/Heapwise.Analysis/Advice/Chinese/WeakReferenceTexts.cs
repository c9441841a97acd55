using Heapwise.Analysis.Leaks.Evidence;
using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class WeakReferenceTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => IsRegistry(facts)
            ? $"{facts.Holder} 的注册从不结束"
            : $"WeakRef 在 {facts.Holder} 中不断累积",
        facts => IsRegistry(facts)
            ? $"FinalizationRegistry 会保留每个注册以及要传给回调的值，直到被注册的对象被回收或注销。注册到 {facts.Name} 的对象一直存活，所以每个注册都会留下。"
            : $"WeakRef 不会阻止它指向的对象被回收，但它本身也是一个对象，{facts.Name} 像持有其他条目一样持有它。指向的对象被回收之后，空的 WeakRef 和它的键仍然留在那里。",
        facts => IsRegistry(facts)
            ? "每个对象只在创建时注册一次，工作完成时用令牌（token）注销。"
            : $"指向的对象被回收时，把条目从 {facts.Name} 中移除：FinalizationRegistry 会通知你。如果键是对象，WeakMap 可以自动完成这一切。",
        facts => IsRegistry(facts)
            ? $$"""
                {{facts.Code}}.register(object, details, token);
                // 结束时：
                {{facts.Code}}.unregister(token);
                """
            : facts.Collection is "Map" or "Set"
            ? English.WeakReferenceTexts.Texts.Example(facts)
            : "list = list.filter((ref) => ref.deref() !== undefined); // 定期执行");

    private static bool IsRegistry(FindingFacts facts) => facts.Weak == WeakLeak.Registrations;
}
