using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Heap;
using Heapwise.Heap.Index;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise cache</c>: the indexes that make opening again fast.</summary>
internal sealed class CacheCommand : Verb
{
    private enum Act
    {
        List,
        Clear,
        Add,
    }

    private readonly Argument<Act?> _act = new("list|clear|add")
    {
        Description = "list them (default), remove all, or add the whole index of files",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = OptionParsers.OneOf<Act>,
    };

    private readonly Argument<string[]> _files = new("FILE") { Description = "with add: heap snapshots", Arity = ArgumentArity.ZeroOrMore };

    public CacheCommand(Terminal terminal)
        : base(
            terminal, "cache", "the indexes that make opening a snapshot again fast",
            $"An index answers only for the very file it was made from; a changed or damaged one is never used. They lie in $XDG_CACHE_HOME/heapwise/index and take at most {Units.Bytes(IndexStore.LimitBytes)}, the longest unused go first (HEAPWISE_INDEX_LIMIT sets another number of bytes). After a command on a large file, heapwise adds its index in the background; --no-index keeps it from doing so.",
            new OutputOptions { ReadsSnapshots = false })
        => Takes(_act, _files);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise cache", "What there is, and how large."),
        new("heapwise cache clear", "Remove all."),
        new("heapwise cache add app.heapsnapshot", "Make every command on the file fast, before it is needed."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var files = parsed.GetValue(_files) ?? [];
        var act = parsed.GetValue(_act) ?? Act.List;
        if (act == Act.Add ? files.Length == 0 : files.Length > 0) throw new UsageException(act == Act.Add ? "cache add: name at least one snapshot file" : $"cache {act.ToString().ToLowerInvariant()}: takes no file");
        foreach (var file in files) Add(file, cancellation);
        var removed = act == Act.Clear ? IndexStore.Clear() : default;
        var report = CacheReport.From(IndexStore.Folder, IndexStore.LimitBytes, IndexStore.List(), removed, files);
        output.Write(() => ReportJson.Write(report), () => CachePage.Of(report));
        return Task.FromResult(ExitCode.Success);
    }

    private static void Add(string file, CancellationToken cancellation)
    {
        try
        {
            if (!HeapSnapshot.AddToIndex(file, snapshot => RootPaths.Compute(snapshot, cancellation).ToColumns(), cancellation)) throw new UsageException(File.Exists(file) ? $"{file}: there is no room for its index. Clear others with 'heapwise cache clear', or set HEAPWISE_INDEX_LIMIT" : $"{file}: no such file");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: cannot be indexed: {FileErrors.Describe(failure)}", failure);
        }
    }
}
