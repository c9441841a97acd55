using Heapwise.Analysis.Leaks.Evidence;

namespace Heapwise.Analysis.Advice.English;

internal static class WeakReferenceTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => IsRegistry(facts)
            ? $"Registrations of {facts.Holder} never end"
            : $"WeakRefs gather in {facts.Holder}",
        facts => IsRegistry(facts)
            ? $"A FinalizationRegistry keeps a registration, and what it is to hand to its callback, until the registered object is collected or unregistered. The objects registered with {facts.Name} live on, so every registration stays."
            : $"A WeakRef lets go of what it refers to, but it is an object itself, and {facts.Name} holds it like any other entry. When what it referred to is collected, the empty WeakRef and its key stay.",
        facts => IsRegistry(facts)
            ? "Register each object once, when it is made, and unregister it by a token when the work is done."
            : $"Take the entry out of {facts.Name} when what it refers to is collected: a FinalizationRegistry tells. Where the key is an object, a WeakMap does all of it.",
        facts => IsRegistry(facts)
            ? $$"""
                {{facts.Code}}.register(object, details, token);
                // when it is over:
                {{facts.Code}}.unregister(token);
                """
            : facts.Collection == "Map"
            ? $$"""
                const collected = new FinalizationRegistry((key) => {
                  if ({{facts.Code}}.get(key)?.deref() === undefined) {{facts.Code}}.delete(key);
                });
                {{facts.Code}}.set(key, new WeakRef(value));
                collected.register(value, key);
                """
            : facts.Collection == "Set"
            ? $$"""
                const collected = new FinalizationRegistry((ref) => {{facts.Code}}.delete(ref));
                const ref = new WeakRef(value);
                {{facts.Code}}.add(ref);
                collected.register(value, ref);
                """
            : "list = list.filter((ref) => ref.deref() !== undefined); // now and then");

    private static bool IsRegistry(FindingFacts facts) => facts.Weak == WeakLeak.Registrations;
}
