namespace Heapwise.Analysis.Advice.English;

internal static class DetachedDomTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => $"Elements that were removed from the page gather in {facts.Holder}",
        facts => $"An element that is taken out of the page stays in memory for as long as a variable, a collection or a listener of the program leads to it. {Phrases.Capital(facts.Holder)} leads to each of them, and an element keeps all elements below it and their listeners.",
        facts => $"Take the element out of {facts.Name} where it is removed from the page, together with its listeners; for data about an element use a WeakMap keyed by the element.",
        facts => facts.Collection switch
        {
            "Map" => $"element.remove();\n{facts.Code}.delete(key);",
            "Set" => $"element.remove();\n{facts.Code}.delete(element);",
            "array" => $"element.remove();\n{facts.Code}.splice({facts.Code}.indexOf(element), 1);",
            "object" => $"element.remove();\ndelete {facts.Code}[key];",
            _ => "element.remove();\nelement = null;",
        });
}
