using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(WeakReferencePattern pattern) => pattern.Leak switch
    {
        WeakLeak.Registrations => Registrations(),
        WeakLeak.References => WeakReferences(),
        _ => throw new NotSupportedException(pattern.Leak.ToString()),
    };

    private PatternText Registrations() => new(
        $"{facts.Holder} 的注册从不注销",
        "FinalizationRegistry 会保留每个注册以及要传给回调的值，直到被注册的对象被回收或注销。"
            + $"注册到 {facts.Name} 的对象一直存活，所以每个注册都会留下。",
        "每个对象只在创建时注册一次，任务完成时用令牌（token）注销。",
        $"""
            {facts.Code}.register(object, details, token);
            // 结束时：
            {facts.Code}.unregister(token);
            """)
    {
        Entries = _ => "注册",
    };

    private PatternText WeakReferences() => new(
        $"WeakRef 在 {facts.Holder} 中不断累积",
        $"WeakRef 不会阻止目标对象被回收，但它本身也是一个对象，{facts.Name} 像持有其他条目一样持有它。"
            + "目标对象被回收之后，空的 WeakRef 和它的键仍然留在那里。",
        $"目标对象被回收时，把对应的条目从 {facts.Name} 中移除：FinalizationRegistry 会通知你。如果键是对象，用 WeakMap 就能自动做到。",
        facts.Container switch
        {
            ContainerKind.Map => $$"""
                const collected = new FinalizationRegistry((key) => {
                  if ({{facts.Code}}.get(key)?.deref() === undefined) {{facts.Code}}.delete(key);
                });
                {{facts.Code}}.set(key, new WeakRef(value));
                collected.register(value, key);
                """,
            ContainerKind.Set => $"""
                const collected = new FinalizationRegistry((ref) => {facts.Code}.delete(ref));
                const ref = new WeakRef(value);
                {facts.Code}.add(ref);
                collected.register(value, ref);
                """,
            _ => "list = list.filter((ref) => ref.deref() !== undefined); // 定期执行",
        });
}
