using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(DetachedDomPattern pattern) => new(
        $"Elements removed from the page accumulate in {facts.Holder}",
        "An element that is removed from the page stays in memory as long as a variable, "
        + "a collection or a listener of the program leads to it. "
        + $"{Capitalize(facts.Holder)} leads to each of them, and each keeps all elements below it and their listeners.",
        $"Remove the element from {facts.Name} when it is removed from the page, along with its listeners. "
        + "To store data about an element, use a WeakMap keyed by the element.",
        facts.Container switch
        {
            ContainerKind.Map => $"element.remove();\n{facts.Code}.delete(key);",
            ContainerKind.Set => $"element.remove();\n{facts.Code}.delete(element);",
            ContainerKind.Array => $"element.remove();\n{facts.Code}.splice({facts.Code}.indexOf(element), 1);",
            ContainerKind.KeyedObject or ContainerKind.IndexedObject or ContainerKind.None =>
                $"element.remove();\ndelete {facts.Code}[key];",
            _ => "element.remove();\nelement = null;",
        });
}
