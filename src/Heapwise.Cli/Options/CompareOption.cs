using System.CommandLine;
using System.CommandLine.Completions;
using Heapwise.Analysis;

namespace Heapwise.Cli.Options;

/// <summary><c>--by</c>: how snapshots are compared.</summary>
internal sealed class CompareOption : Option<ComparedBy?>
{
    private static readonly ComparedBy[] Ways = [ComparedBy.Identity, ComparedBy.Structure];

    public CompareOption()
        : base("--by")
    {
        Description = "identity or structure: how files are compared (identity; structure where ids do not match)";
        HelpName = "HOW";
        CustomParser = result => OptionParsers.OneOf(result, Ways);
        CompletionSources.Clear();
        CompletionSources.Add(_ => Ways.Select(way => new CompletionItem(way.ToString())));
    }
}
