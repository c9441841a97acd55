using System.CommandLine;
using Heapwise.Analysis;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Structure;
using Heapwise.Analysis.Survivors;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Heap;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise diff BEFORE AFTER [MORE...]</c>: what grew.</summary>
internal sealed class DiffCommand : Verb
{
    private enum Order
    {
        Bytes,
        Count,
        Added,
        Name,
    }

    private const int DefaultPaths = 15;

    private const string HelpDetails =
        "Objects are compared by identity, as in DevTools: what is new and what is gone in each class, largest growth in bytes first. "
        + "Three or more files show the trend of each class. Files of different processes have no objects in common: they are compared by "
        + "structure, with the paths that grew.";

    private readonly Argument<string> _before = new("BEFORE")
    {
        Description = "the earlier snapshot",
        CompletionSources = { Offers.Snapshots },
    };

    private readonly Argument<string> _after = new("AFTER")
    {
        Description = "a later one, best of the same process",
        CompletionSources = { Offers.Snapshots },
    };

    private readonly Argument<string[]> _more = new("MORE")
    {
        Description = "even later ones: the trend of each class is shown",
        CompletionSources = { Offers.Snapshots },
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly ClassOptions _classes = new();

    private readonly CompareOption _by = new();

    private readonly Option<Order?> _sort = new("--sort")
    {
        Description = "bytes, count, added or name (bytes: largest growth first)",
        HelpName = "BY",
        CustomParser = OptionParsers.OneOf<Order>,
    };

    public DiffCommand(Terminal terminal)
        : base(terminal, "diff", "shows what grew between snapshots", HelpDetails)
        => Takes(_before, _after, _more, _classes.Top, _classes.Filter, _sort, _by);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise diff before.heapsnapshot after.heapsnapshot", "What grew between two snapshots of one process."),
        new("heapwise diff 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot --top 5",
            "A leak grows from each file to the next; a cache that fills up stops."),
        new("heapwise diff healthy.heapsnapshot sick.heapsnapshot", "Two processes: by structure, with the paths that grew."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        string[] files = [parsed.GetRequiredValue(_before), parsed.GetRequiredValue(_after), .. parsed.GetValue(_more) ?? []];
        if (files.Count(file => file == "-") > 1)
            throw new UsageException("standard input can be read only once: use - for one file at most");
        var report = Compare(files, parsed.GetValue(_by), output, cancellation);
        var sorted = Sort(report.Classes, parsed.GetValue(_sort) ?? Order.Bytes);
        var (rows, matching) = _classes.Select(parsed, output, sorted, row => row.Name);
        var paths = report.Paths.Count;
        var limit = ClassOptions.RowLimit(parsed.GetValue(_classes.Top), output, DefaultPaths);
        report = report with { Classes = rows, Paths = [.. report.Paths.Take(limit)] };
        output.Write(() => ReportJson.Write(report), () => DiffPage.Of(report, matching, paths), data: () => ReportData.Of(report));
        return Task.FromResult(ExitCode.Success);
    }

    private static DiffReport Compare(string[] files, ComparedBy? by, Output output, CancellationToken cancellation)
    {
        if (by == ComparedBy.Structure) return CompareByStructure(files, output, cancellation);
        try
        {
            return CompareByIdentity(files, output, cancellation);
        }
        catch (DifferentProcessesException) when (by is null && !files.Contains("-")) // which cannot be read again
        {
            return CompareByStructure(files, output, cancellation);
        }
    }

    private static DiffReport CompareByStructure(string[] files, Output output, CancellationToken cancellation)
    {
        var opened = Open(files[0], output, alone: true, cancellation);
        using var first = opened.Snapshot;
        var totals = new List<ClassTotals> { opened.Totals };
        var structures = new List<StructureCensus> { StructureCensus.From(first, cancellation) };
        for (var i = 1; ; i++)
        {
            var (snapshot, totalsOfNext) = Open(files[i], output, alone: true, cancellation);
            using var next = snapshot;
            totals.Add(totalsOfNext);
            if (i == files.Length - 1)
            {
                return DiffReport.ByStructure(
                    totals, HeapSnapshot.Compare(first, next), GrownPaths.Find(next, structures, cancellation));
            }

            structures.Add(StructureCensus.From(next, cancellation));
        }
    }

    /// <summary>Only the first file and one other are open at a time; the second is read while the first is.</summary>
    private static DiffReport CompareByIdentity(string[] files, Output output, CancellationToken cancellation)
    {
        var second = Task.Run(() => Open(files[1], output, alone: false, cancellation), CancellationToken.None);
        var opened = OpenOrDiscard(() => Open(files[0], output, alone: true, cancellation), second);
        using var first = opened.Snapshot;
        var mark = ProcessMark.From(first);
        var totals = new List<ClassTotals> { opened.Totals };
        for (var i = 1; ; i++)
        {
            var (snapshot, totalsOfNext) = i == 1 ? second.GetAwaiter().GetResult() : Open(files[i], output, alone: true, cancellation);
            using var next = snapshot;
            SameProcess.Require(mark, next);
            totals.Add(totalsOfNext);
            if (i == files.Length - 1) return DiffReport.From(totals, HeapSnapshot.Compare(first, next));
        }
    }

    /// <summary>The error of the first file is the one reported, whatever happens to the second; that one is closed.</summary>
    private static Opened OpenOrDiscard(Func<Opened> open, Task<Opened> other)
    {
        try
        {
            return open();
        }
        catch
        {
            _ = other.ContinueWith(
                static task => task.Result.Snapshot.Dispose(), CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private static Opened Open(string file, Output output, bool alone, CancellationToken cancellation)
    {
        var snapshot = SnapshotFile.Open(file, output, cancellation, complete: false, showsProgress: alone);
        return new Opened(snapshot, ClassTotals.From(snapshot));
    }

    private static IEnumerable<DiffRow> Sort(IReadOnlyList<DiffRow> rows, Order order) => order switch
    {
        Order.Count => rows.OrderByDescending(row => row.Delta),
        Order.Added => rows.OrderByDescending(row => row.AddedBytes),
        Order.Name => rows.OrderBy(row => row.Name, StringComparer.Ordinal),
        _ => rows,
    };

    private readonly record struct Opened(HeapSnapshot Snapshot, ClassTotals Totals);
}
