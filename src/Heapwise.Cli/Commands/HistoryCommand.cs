using System.CommandLine;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Reports;
using Heapwise.Store.Opening;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise history</c>: what the guard has seen.</summary>
internal sealed class HistoryCommand : Verb
{
    private static readonly TimeSpan DefaultTime = TimeSpan.FromHours(24);

    private readonly Argument<string?> _target = new("TARGET")
    {
        Description = "a pid, a part of a name or command line, or a host; without it, all",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<TimeSpan?> _since = new("--since")
    {
        Description = "how far back (24h)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<string?> _store = new("--store")
    {
        Description = "the file of the history, or postgres://USER@HOST/DATABASE, as for 'heapwise guard'",
        HelpName = "PLACE",
        CompletionSources = { Offers.Files },
    };

    public HistoryCommand(Terminal terminal)
        : base(
            terminal, "history", "shows what the guard has seen: curves, events, snapshots",
            "Reads what 'heapwise guard' has written, also while it runs. The latest hour is kept reading by reading, two days minute by "
            + "minute, a year hour by hour. All values are in the JSON; a curve on the page is the mean of what its columns stand for.",
            new OutputOptions { ReadsSnapshots = false })
        => Takes(_target, _since, _store);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise history", "What was seen today.") { IsLive = true },
        new("heapwise history server.js --since 72h --format json", "Three days of one program, for scripts.") { IsLive = true },
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var place = parsed.GetValue(_store);
        using var source = HistoryPlace.IsServer(place)
            ? HistorySource.OpenServer(place!) // it is one
            : HistorySource.OpenFile(HistoryPlace.FileOf(place));
        var since = output.Terminal.Time.GetUtcNow() - (parsed.GetValue(_since) ?? DefaultTime);
        var report = HistoryReports.Read(source.Reader, parsed.GetValue(_target), since);
        output.Write(() => GuardJson.Write(report), () => HistoryPage.Of(report));
        return Task.FromResult(ExitCode.Success);
    }
}
