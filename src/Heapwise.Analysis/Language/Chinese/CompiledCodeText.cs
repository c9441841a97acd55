using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(CompiledCodePattern pattern) => pattern switch
    {
        CompiledCodePattern.ModuleCache modules => Modules(modules),
        CompiledCodePattern.PerEntry { Code: { Contexts: > 0 } code } when code.Contexts >= code.Scripts / 2 => CodeContexts(),
        CompiledCodePattern.PerEntry => CompiledScripts(),
        _ => throw new NotSupportedException(pattern.GetType().Name),
    };

    private static PatternText Modules(CompiledCodePattern.ModuleCache pattern)
    {
        var loader = pattern.IsImport ? "import()" : "require()";
        var reload = pattern.IsImport
            ? "import() 加载的模块在程序运行期间无法卸载；可以放到用完即退出的 Worker 中加载。"
            : "如果确实需要重新加载模块，先把它从 require.cache 和 module.children 中删除。";
        return new PatternText(
            $"{loader} 的模块缓存不断增长",
            "模块一旦加载，它的代码和导出的一切就会以文件名或 URL 为键一直缓存到程序结束。"
                + "因此，如果为每个请求生成新的模块文件或使用新的模块名，缓存就会越积越多。",
            $"用固定的名字加载模块，随请求变化的内容作为数据读取，例如用 JSON.parse。{reload}",
            "const settings = JSON.parse(fs.readFileSync(file, 'utf8')); // 不会留在缓存里")
        {
            Entries = _ => "模块",
            Holds = $"Node 会保留 {loader} 加载过的一切",
        };
    }

    private PatternText CodeContexts() => new(
        $"node:vm 的上下文在 {facts.Holder} 中不断累积",
        "node:vm 的每个上下文都是一个独立的环境，有自己的 Object、Array、Promise 和数百个其他内置对象。"
            + $"{facts.Holder} 引用着每一个上下文，以及在其中运行过的一切。",
        "让多个脚本共用一个上下文，不同的部分作为数据传入；或者脚本运行完就释放上下文。"
            + $"如果确实值得保留，就给 {facts.Name} 设置上限。",
        """
            const sandbox = vm.createContext({}); // 只创建一次
            sandbox.value = value;
            new vm.Script(rule).runInContext(sandbox);
            """);

    private PatternText CompiledScripts() => new(
        $"运行时编译的代码在 {facts.Holder} 中不断累积",
        "new Function、eval 和 vm.Script 每次都会编译传入的源码；只要其中有一个函数仍然可达，V8 就会保留源码和编译后的代码。"
            + $"{facts.Holder} 为每次编译都保留了一个函数或脚本，代码因此越积越多。",
        "对所有请求都相同的代码只编译一次，不同的部分作为参数传入；"
            + $"如果要编译的源码很多，就给 {facts.Name} 设置上限，超出时删除最旧的。",
        """
            const greet = new Function('data', 'return `Hello ${data.name}`;'); // 只编译一次
            greet({ name });
            """);
}
