using System.CommandLine;
using Heapwise.Analysis;

namespace Heapwise.Cli.Options;

/// <summary><c>--by</c>: how snapshots are compared.</summary>
internal sealed class CompareOption : Option<ComparedBy?>
{
    public CompareOption()
        : base("--by")
    {
        Description = "identity or structure: how files are compared (identity; structure where ids do not match)";
        HelpName = "HOW";
        CustomParser = result => OptionParsers.OneOf(result, [ComparedBy.Identity, ComparedBy.Structure]);
    }
}
