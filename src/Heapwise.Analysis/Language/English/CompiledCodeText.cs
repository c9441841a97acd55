using System.Diagnostics;
using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(CompiledCodePattern pattern) => pattern switch
    {
        CompiledCodePattern.ModuleCache modules => Modules(modules.IsImport),
        CompiledCodePattern.PerEntry { Code: { Contexts: > 0 } code } when code.Contexts >= code.Scripts / 2 => Contexts(),
        CompiledCodePattern.PerEntry => Scripts(),
        _ => throw new UnreachableException(),
    };

    private static PatternText Modules(bool isImport)
    {
        var loader = isImport ? "import()" : "require()";
        return new PatternText(
            $"Modules accumulate in the cache of {loader}",
            "Once loaded, a module stays in memory with its code and everything it exports, under its file name or URL, "
            + "for as long as the program runs. Modules that are written or named anew for each request therefore add up.",
            "Load modules under names that do not change, and read what differs between requests as data, for example with JSON.parse. "
            + (isImport
                ? "A running program cannot unload what import() has loaded; load it in a Worker that exits."
                : "If a module has to be loaded again, first delete it from require.cache and from module.children."),
            "const settings = JSON.parse(fs.readFileSync(file, 'utf8')); // is not cached")
        {
            Entries = count => Plural(count, "module"),
            Holds = $"Node keeps everything that {loader} has loaded",
        };
    }

    private PatternText Contexts() => new(
        $"Contexts of node:vm accumulate in {facts.Holder}",
        "Each node:vm context has its own Object, Array, Promise and hundreds of other built-ins. "
        + $"{Capitalize(facts.Holder)} keeps every context, and with it everything that ran in it.",
        "Use one context for many scripts and pass in what differs as data, or let a context go as soon as its script has run. "
        + $"If contexts have to be kept, limit how many {facts.Name} can hold.",
        """
        const sandbox = vm.createContext({}); // once
        sandbox.value = value;
        new vm.Script(rule).runInContext(sandbox);
        """);

    private PatternText Scripts() => new(
        $"Code compiled at run time accumulates in {facts.Holder}",
        "new Function, eval and vm.Script compile their source on each call, "
        + "and V8 keeps the source and the compiled code for as long as any function from it is reachable. "
        + $"{Capitalize(facts.Holder)} keeps a function or script from each call, so the code adds up.",
        "Compile code that is the same for all requests once, and pass what differs as arguments. "
        + $"If there are many sources to compile, set a maximum size for {facts.Name} and evict the oldest entry.",
        """
        const greet = new Function('data', 'return `Hello ${data.name}`;'); // once
        greet({ name });
        """);
}
