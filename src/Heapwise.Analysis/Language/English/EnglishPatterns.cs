using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Language.English;

/// <summary>What English says about each pattern; one file per pattern.</summary>
internal sealed partial class EnglishPatterns(LeakFacts facts) : ILeakPatternVisitor<PatternText>
{
    /// <summary>The statement that puts a value into the holder.</summary>
    private string StoreStatement(string value) => facts.Container switch
    {
        ContainerKind.Map => $"{facts.Code}.set(key, {value});",
        ContainerKind.Set => $"{facts.Code}.add({value});",
        ContainerKind.Array => $"{facts.Code}.push({value});",
        ContainerKind.KeyedObject or ContainerKind.IndexedObject or ContainerKind.None => $"{facts.Code}[key] = {value};",
        _ => $"keep({value});",
    };
}
