using static Heapwise.Analysis.Advice.English.Phrases;

namespace Heapwise.Analysis.Advice.English;

internal static class CompiledCodeTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => facts.IsModuleCache ? $"Modules gather in the cache of {(IsImport(facts) ? "import()" : "require()")}"
            : IsWorlds(facts) ? $"Contexts of node:vm gather in {facts.Holder}"
            : $"Code compiled at run time gathers in {facts.Holder}",
        facts => facts.IsModuleCache
            ? "A module that was loaded once stays, with its code and all that it exports, under its file name or URL for as long as the program runs. Modules that are written or named anew for each request therefore add up."
            : IsWorlds(facts)
            ? $"Each context of node:vm is a world of its own, with its own Object, Array, Promise and hundreds more. {Capital(facts.Holder)} keeps every one of them, and with it all that was run in it."
            : $"new Function, eval and vm.Script compile a text each time, and V8 keeps the source and the compiled code for as long as a function of it can be reached. {Capital(facts.Holder)} keeps a function or script of each, so the code adds up.",
        facts => facts.IsModuleCache
            ? "Load modules under names that do not change, and read what differs from request to request as data, for example with JSON.parse. " + (IsImport(facts)
                ? "What import() has loaded cannot be unloaded in a running program; load it in a Worker that ends."
                : "Where a module has to be loaded anew, delete it from require.cache and from module.children first.")
            : IsWorlds(facts)
            ? $"Use one context for many scripts, with what differs as data, or let a context go as soon as its script has run; if they are worth keeping, give {facts.Name} a maximum."
            : $"Compile what is the same for all requests once, and pass what differs as arguments; if there are many texts to compile, give {facts.Name} a maximum and drop the oldest.",
        facts => facts.IsModuleCache
            ? "const settings = JSON.parse(fs.readFileSync(file, 'utf8')); // nothing keeps it"
            : IsWorlds(facts)
            ? """
                const sandbox = vm.createContext({}); // once
                sandbox.value = value;
                new vm.Script(rule).runInContext(sandbox);
                """
            : """
                const greet = new Function('data', 'return `Hello ${data.name}`;'); // once
                greet({ name });
                """);

    private static bool IsWorlds(FindingFacts facts) => facts.Compiled is { Contexts: > 0 } code && code.Contexts >= code.Scripts / 2;

    private static bool IsImport(FindingFacts facts) => facts.Name == "import()";
}
