using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise sample</c>.</summary>
internal static class SamplePage
{
    private const string Report = "report.json";

    private static readonly Column[] Columns = [new("Name", Fit.Word), new("What leaks", Fit.CutEnd)];

    public static Page Of(SamplesReport report) => report is { Folder: { } folder, Samples: [var sample] }
        ? OfUnpacked(sample, folder)
        : new Page()
            .Table(Columns, [.. report.Samples.Select(row => (IReadOnlyList<Cell>)[row.Name, row.What])])
            .Say("Unpack one: heapwise sample NAME");

    private static Page OfUnpacked(SampleRow sample, string folder)
    {
        var (leaking, fixedProgram) = (Path.Combine(folder, "leaking.js"), Path.Combine(folder, "fixed.js"));
        return new Page()
            .Say(new Piece(leaking, Tone.File), $": {sample.What}")
            .Say(new Piece(fixedProgram, Tone.File), ": the same without the leak.")
            .Say("Find the leak:")
            .Command(["diagnose", "--load", sample.Load, .. sample.Options, "--", "node", leaking])
            .Say("Save the report:")
            .Command(["diagnose", "--load", sample.Load, .. sample.Options, "-o", Report, "--", "node", leaking])
            .Say("Prove the fix:")
            .Command(["verify", "--against", Report, "--load", sample.Load, .. sample.Options, "--", "node", fixedProgram]);
    }

    private static Page Command(this Page page, IReadOnlyList<string> words) => page.CommandLines(ShellWords.Lines(["heapwise", .. words]));
}
