using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(WeakReferencePattern pattern) => pattern.Leak == WeakLeak.Registrations ? Registrations() : WeakReferences();

    private PatternText Registrations() => new(
        $"Registrations in {facts.Holder} are never removed",
        "A FinalizationRegistry keeps a registration, and the value it passes to its callback, "
        + "until the registered object is collected or unregistered. "
        + $"The objects registered with {facts.Name} live on, so every registration stays.",
        "Register each object once, when it is created, and unregister it with a token when the work is done.",
        $"""
        {facts.Code}.register(object, details, token);
        // when the work is done:
        {facts.Code}.unregister(token);
        """)
    {
        Entries = count => Plural(count, "registration"),
    };

    private PatternText WeakReferences() => new(
        $"WeakRefs accumulate in {facts.Holder}",
        $"A WeakRef does not keep its target alive, but it is an object itself, and {facts.Name} holds it like any other entry. "
        + "When the target is collected, the empty WeakRef and its key stay.",
        $"Remove the entry from {facts.Name} when its target is collected; a FinalizationRegistry tells you when. "
        + "If the key is an object, a WeakMap does all of this.",
        facts.Container switch
        {
            ContainerKind.Map => $$"""
                const collected = new FinalizationRegistry((key) => {
                  if ({{facts.Code}}.get(key)?.deref() === undefined) {{facts.Code}}.delete(key);
                });
                {{facts.Code}}.set(key, new WeakRef(value));
                collected.register(value, key);
                """,
            ContainerKind.Set => $$"""
                const collected = new FinalizationRegistry((ref) => {{facts.Code}}.delete(ref));
                const ref = new WeakRef(value);
                {{facts.Code}}.add(ref);
                collected.register(value, ref);
                """,
            _ => "list = list.filter((ref) => ref.deref() !== undefined); // from time to time",
        });
}
