using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Advice.Chinese;

/// <summary>Names of holders in words: <c>users.js 中的变量 cache</c>.</summary>
internal static class HolderWords
{
    public static string Of(HolderName name)
    {
        var of = name.File is null ? "" : $"{CodeOrigin.FileNameOf(name.File)} 中的";
        var words = name.Kind switch
        {
            HolderKind.Variable => $"{of}变量 {name.Name}",
            HolderKind.Property => $"{name.OwnerClass} 的属性 {name.Name}",
            HolderKind.Static => $"{name.OwnerClass} 的静态属性 {name.Name}",
            HolderKind.Global => $"全局变量 {name.Name}",
            HolderKind.Instance => name.Name!, // an instance is named by its class
            HolderKind.Export => name.Members.Count == 0 ? $"{of}模块导出" : $"{of}模块导出 {name.Name![(name.Root!.Length + 1)..]}", // names with members are longer than their root
            _ => "一个没有名字的对象",
        };
        return name.Event is null ? words : $"{words} 的 {name.Event} 事件";
    }
}
