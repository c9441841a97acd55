using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages.Parts;

/// <summary>Where in the code something is: file and line, the line itself, and where the holder is declared.</summary>
internal static class LocationLines
{
    private static readonly Column[] NumberedLines = [new(""), new("", Fit.CutEnd)];

    public static void AddTo(Page page, LocationReport place, string? declaration, DiagnosisText text)
    {
        page.Heading(text.Where).Say(
            new Piece(ObjectText.Place(place), Tone.Code),
            place.Function is { Length: > 0 } function ? text.InFunction(function) : "",
            place.Generated is { } compiled ? text.Compiled(ObjectText.Place(compiled)) : "");
        if (place.Source is { } source)
            page.Add(new TableBlock(NumberedLines, [["  " + place.Line, new Piece(source, Tone.Code)]]) { IsDrawn = true });
        if (declaration is not null) page.Note(text.DeclaredAt(declaration));
    }
}
