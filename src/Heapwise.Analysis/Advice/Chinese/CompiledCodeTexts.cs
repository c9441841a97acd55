using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class CompiledCodeTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => facts.IsModuleCache ? $"{(IsImport(facts) ? "import()" : "require()")} 的模块缓存不断增长"
            : IsWorlds(facts) ? $"node:vm 的上下文在 {facts.Holder} 中不断累积"
            : $"运行时编译的代码在 {facts.Holder} 中不断累积",
        facts => facts.IsModuleCache
            ? "模块一旦加载，它的代码和导出的一切就会按文件名或 URL 保留到程序结束。因此，如果每个请求都生成新文件或使用新的模块名，缓存就会越积越多。"
            : IsWorlds(facts)
            ? $"node:vm 的每个上下文都是一个独立的环境，有自己的 Object、Array、Promise 和数百个其他内置对象。{facts.Holder} 保留了每一个上下文，以及在其中运行过的一切。"
            : $"new Function、eval 和 vm.Script 每次都会编译传入的文本；只要其中有一个函数仍然可达，V8 就会保留源码和编译后的代码。{facts.Holder} 为每次编译都保留了一个函数或脚本，代码因此越积越多。",
        facts => facts.IsModuleCache
            ? "用固定的名字加载模块，把随请求变化的内容作为数据读取，例如用 JSON.parse。" + (IsImport(facts)
                ? "import() 加载的模块在运行中的程序里无法卸载；可以放到用完即结束的 Worker 中加载。"
                : "如果确实需要重新加载模块，先把它从 require.cache 和 module.children 中删除。")
            : IsWorlds(facts)
            ? $"让多个脚本共用一个上下文，把不同的部分作为数据传入；或者脚本运行完就释放上下文。如果值得保留，就给 {facts.Name} 设置上限。"
            : $"对所有请求都相同的代码只编译一次，把不同的部分作为参数传入；如果要编译的文本很多，就给 {facts.Name} 设置上限，超出时删除最旧的。",
        facts => facts.IsModuleCache
            ? "const settings = JSON.parse(fs.readFileSync(file, 'utf8')); // 不会被缓存保留"
            : IsWorlds(facts)
            ? """
                const sandbox = vm.createContext({}); // 只创建一次
                sandbox.value = value;
                new vm.Script(rule).runInContext(sandbox);
                """
            : """
                const greet = new Function('data', 'return `Hello ${data.name}`;'); // 只编译一次
                greet({ name });
                """);

    private static bool IsWorlds(FindingFacts facts) => facts.Compiled is { Contexts: > 0 } code && code.Contexts >= code.Scripts / 2;

    private static bool IsImport(FindingFacts facts) => facts.Name == "import()";
}
