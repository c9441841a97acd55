using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>Names as sentences use them: <c>users.js 中的变量 cache</c>.</summary>
internal static class ChineseNames
{
    public static string Of(LeakHolder holder) => holder switch
    {
        LeakHolder.HeapObject heap => Of(heap.Name),
        LeakHolder.OfProcess { Measure: Measure.FileDescriptors } process => OfDescriptors(process.Kind),
        LeakHolder.OfProcess { Measure: Measure.External } => "堆外内存",
        LeakHolder.OfProcess process => Of(process.Measure),
        LeakHolder.Unseen { Function: { } function } unseen => $"{CodeOrigin.FileNameOf(unseen.File)} 中 {function} 分配的对象",
        LeakHolder.Unseen unseen => $"{CodeOrigin.FileNameOf(unseen.File)} 中某个函数分配的对象",
        _ => throw new NotSupportedException(holder.GetType().Name),
    };

    public static string Of(HolderName name)
    {
        var file = name.Scope.File is { } path ? $"{CodeOrigin.FileNameOf(path)} 中的" : "";
        var words = name.Kind switch
        {
            HolderKind.Variable => $"{file}变量 {name.Name}",
            HolderKind.Unnamed when name.Scope.Block is { } block => $"{file}变量 {string.Join(" 或 ", block.Candidates)}",
            HolderKind.Unnamed when name.Functions is [{ Function: { Length: > 0 } function }, ..] => $"{file}函数 {function} 的某个匿名对象",
            HolderKind.Unnamed => $"{file}某个匿名对象",
            HolderKind.Property => $"{name.Scope.ClassName} 的属性 {name.Name}",
            HolderKind.Static => $"{name.Scope.ClassName} 的静态属性 {name.Name}",
            HolderKind.Global => name.Name == HolderName.GlobalObject ? "全局对象" : $"全局变量 {name.Name}",
            HolderKind.Instance => name.Name!, // an instance is named by its class
            HolderKind.Export => $"{file}模块导出 {MembersOf(name)}",
            _ => "某个匿名对象",
        };
        return name.Listeners?.Event is { } eventName ? $"{words} 的 {eventName} 事件" : words.TrimEnd();
    }

    public static string Of(Measure measure) => measure switch
    {
        Measure.HeapUsed => "已用堆内存（heapUsed）",
        Measure.External => "堆外内存（external）",
        Measure.ArrayBuffers => "ArrayBuffer 内存（arrayBuffers）",
        Measure.Rss => "常驻内存（RSS）",
        Measure.FileDescriptors => "打开的文件描述符",
        _ => throw new NotSupportedException(measure.ToString()),
    };

    public static string Of(Confidence confidence) => confidence switch
    {
        Confidence.High => "高",
        Confidence.Medium => "中",
        _ => "低",
    };

    /// <summary>A process, or a worker thread of it.</summary>
    public static string Of(string process, int? thread) => thread is { } number ? $"{process} 的 worker 线程 {number}" : process;

    public static string Of(DiagnosisTarget target) => target switch
    {
        DiagnosisTarget.Program { Process: { Role: not ProcessRole.Main } process } program => $"{program.Name} 的{Of(process)}",
        DiagnosisTarget.Program program => Of(program.Name, program.Process?.Thread),
        DiagnosisTarget.Files files => $"{files.First} 至 {files.Last}",
        _ => throw new NotSupportedException(target.GetType().Name),
    };

    private static string Of(DiagnosedProcess process)
    {
        var kind = process.Role == ProcessRole.Worker ? " cluster 工作进程" : "子进程";
        var script = process.Script is { } path ? $"（{Path.GetFileName(path)}）" : "";
        var thread = process.Thread is { } number ? $"的 worker 线程 {number}" : "";
        return $"{kind} {process.Pid}{script}{thread}";
    }

    /// <summary>What a pattern is called, by its name in reports.</summary>
    public static string OfPattern(string pattern) => pattern switch
    {
        "async-context" => "异步上下文（AsyncLocalStorage）泄漏",
        "timer" => "定时器泄漏",
        "stream" => "流泄漏",
        "event-listener" => "事件监听器泄漏",
        "promise" => "未完成的 Promise",
        "string-slice" => "子串使原字符串无法回收",
        "compiled-code" => "运行时编译的代码累积",
        "detached-dom" => "分离的 DOM 元素",
        "weak-reference" => "弱引用累积",
        "closure" => "闭包泄漏",
        "unbounded-cache" => "无界缓存",
        "growing-collection" => "只增不减的集合",
        "descriptors" => "文件描述符泄漏",
        "external-memory" => "堆外内存增长",
        "native-memory" => "常驻内存（RSS）增长",
        "allocation-site" => "分配的对象一直存活",
        _ => "对象累积",
    };

    private static string OfDescriptors(string? kind) => kind switch
    {
        null => "文件描述符",
        "socket" => "套接字（socket）",
        "pipe" => "管道（pipe）",
        "inotify" => "文件监视（inotify）",
        ['/', .., '/'] => $"{kind} 下的文件",
        ['/', ..] => $"{Path.GetFileName(kind)} 的文件描述符",
        _ => $"文件描述符（{kind}）",
    };

    /// <summary>The name without its label: <c>cache</c> of <c>exports.cache</c>.</summary>
    private static string MembersOf(HolderName name) => name.Name![name.Label!.Length..].TrimStart('.'); // an export has both
}
