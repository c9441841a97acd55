using Shouldly;
using Xunit;

namespace Heapwise.Tests.Architecture;

/// <summary>Lines, files and methods that a reader can take in.</summary>
public sealed class SourceShapeTests
{
    private const int MaxLineLength = 140;
    private const int MaxMedianFile = 80;
    private const int Max90thPercentileFile = 180;
    private const int MaxFile = 400;
    private const int MaxMethod = 50;
    private const string Reason = "Long because";

    [Fact]
    public void A_line_ends_by_column_140() => Violation.ShouldBeNone(
        from file in SourceFile.Sources.Concat(SourceFile.TestsAndBenchmarks)
        from line in file.Lines.Index()
        where line.Item.Length > MaxLineLength
        select file.Report(line.Index + 1, $"{line.Item.Length} characters"),
        $"A line has at most {MaxLineLength} characters");

    [Fact]
    public void A_file_is_no_longer_than_a_reader_can_take_in() => Violation.ShouldBeNone(
        from file in SourceFile.Sources.Concat(SourceFile.TestsAndBenchmarks)
        where file.Lines.Count > MaxFile
        select file.Report(1, $"{file.Lines.Count} lines"),
        $"A file has at most {MaxFile} lines");

    [Fact]
    public void Most_files_are_short()
    {
        var lengths = SourceFile.Sources.Select(file => file.Lines.Count).Order().ToList();
        lengths[lengths.Count / 2].ShouldBeLessThanOrEqualTo(MaxMedianFile, "the median file's lines");
        lengths[lengths.Count * 9 / 10].ShouldBeLessThanOrEqualTo(Max90thPercentileFile, "the lines that nine files in ten do not exceed");
    }

    [Fact]
    public void A_method_is_short_or_says_why_not() => Violation.ShouldBeNone(
        from file in SourceFile.Sources
        from method in Methods.In(file)
        where method.Lines > MaxMethod && !method.HasCommentAbove(Reason)
        select file.Report(method.Line, $"{method.Name} has {method.Lines} lines and no comment \"{Reason} …\" directly above it"),
        $"A method has at most {MaxMethod} lines, or says why not");
}
