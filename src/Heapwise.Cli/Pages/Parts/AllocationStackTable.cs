using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages.Parts;

/// <summary>The calls that allocate what leaks: the caller above what it calls.</summary>
internal static class AllocationStackTable
{
    private const int MaxFrames = 12;

    private static readonly Column[] Frames = [new("", Fit.CutEnd), new("", Fit.CutStart, Rank: 1)];

    /// <summary>Of a deep stack the inner end is shown, which is near the allocation.</summary>
    public static TableBlock Of(AllocatedByReport stack, DiagnosisText text)
    {
        IEnumerable<IReadOnlyList<Cell>> cut = stack.Frames.Count > MaxFrames ? [["…", ""]] : [];
        return new TableBlock(Frames, [.. cut, .. stack.Frames.TakeLast(MaxFrames).Select(frame => Row(frame, text))]);
    }

    private static IReadOnlyList<Cell> Row(AllocatingFrameReport frame, DiagnosisText text)
    {
        var name = new Piece(frame.Function ?? "(anonymous)", Tone.Code);
        var place = frame switch
        {
            { Library: "node" } => text.InLibrary(null, frame.Functions),
            { Library: { } library } => text.InLibrary(library, frame.Functions),
            { Location: { } location } => ObjectText.Place(location),
            _ => "",
        };
        return [name, place];
    }
}
