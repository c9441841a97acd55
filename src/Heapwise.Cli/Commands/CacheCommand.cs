using System.CommandLine;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Heap;
using Heapwise.Heap.Index;
using Heapwise.Live.Files;

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

    private const string Summary = "manages the indexes that make reopening a snapshot fast";

    private static readonly string HelpDetails =
        "An index only answers for the exact file it was made from; a changed or damaged index is never used. Indexes are stored in "
        + $"$XDG_CACHE_HOME/heapwise/index and take at most {ByteSize.Format(IndexStore.LimitBytes)}; the least recently used are removed "
        + "first (HEAPWISE_INDEX_LIMIT sets another limit in bytes). After a command on a large file, heapwise adds its index in the "
        + "background; --no-index prevents that.";

    private readonly Argument<Act?> _act = new("list|clear|add")
    {
        Description = "list them (default), remove all, or add the indexes of files",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = OptionParsers.OneOf<Act>,
    };

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "with add: heap snapshots",
        Arity = ArgumentArity.ZeroOrMore,
        CompletionSources = { Offers.Snapshots },
    };

    public CacheCommand(Terminal terminal)
        : base(terminal, "cache", Summary, HelpDetails, new OutputOptions { ReadsSnapshots = false })
        => Takes(_act, _files);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise cache", "List the indexes and their sizes."),
        new("heapwise cache clear", "Remove all of them."),
        new("heapwise cache add app.heapsnapshot", "Index a file in advance, so that every command on it is fast."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var files = parsed.GetValue(_files) ?? [];
        var act = parsed.GetValue(_act) ?? Act.List;
        if (act == Act.Add && files.Length == 0) throw new UsageException("cache add: name at least one snapshot file");
        if (act != Act.Add && files.Length > 0) throw new UsageException($"cache {act.ToString().ToLowerInvariant()} takes no files");
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
            if (HeapSnapshot.AddToIndex(file, snapshot => RootPaths.Compute(snapshot, cancellation).ToColumns(), cancellation)) return;
            throw new UsageException(File.Exists(file)
                ? $"{file}: no room for its index. Clear the others with 'heapwise cache clear', or raise HEAPWISE_INDEX_LIMIT"
                : $"{file}: no such file");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: cannot be indexed: {FileErrors.Describe(failure)}", failure);
        }
    }
}
