using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>The text of each pattern, one file each. The caller puts spaces in order: see <see cref="ChinesePhrases.Tidy"/>.</summary>
/// <param name="facts">The leak.</param>
internal sealed partial class ChinesePatterns(LeakFacts facts) : ILeakPatternVisitor<PatternText>
{
    private string ContainerName => NameOf(facts.Container);

    /// <summary>The explanation of growth of the process, which leaves no objects to count.</summary>
    private string ProcessExplanation => facts.Growth.BytesPerRequest is { } bytes
        ? $"每个请求使 {facts.Holder} 增加 {Bytes(bytes)}，且不再释放。"
        : $"每轮使 {facts.Holder} 增加 {Bytes(facts.Growth.BytesPerRound)}，且不再释放。";

    /// <summary>Code that puts a value into the holder.</summary>
    private string PutIn(string value) => facts.Container switch
    {
        ContainerKind.Map => $"{facts.Code}.set(key, {value});",
        ContainerKind.Set => $"{facts.Code}.add({value});",
        ContainerKind.Array => $"{facts.Code}.push({value});",
        ContainerKind.WeakMap or ContainerKind.LinkedList or ContainerKind.Text => $"keep({value});",
        _ => $"{facts.Code}[key] = {value};",
    };
}
