using System.Text;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Shell;
using Heapwise.Live.Files;

namespace Heapwise.Cli.Renderers;

/// <summary>Where a command's answer goes, and in which format.</summary>
internal sealed record Output
{
    public required Terminal Terminal { get; init; }

    public required ReportFormat Format { get; init; }

    /// <summary>The requested file; null for standard output.</summary>
    public string? File { get; init; }

    /// <summary>Whether a file may be replaced that has something in it.</summary>
    public required bool Overwrites { get; init; }

    public required bool Color { get; init; }

    public required bool Verbose { get; init; }

    public required bool Quiet { get; init; }

    /// <summary>Whether indexes of the cache folder may be used and written.</summary>
    public required bool UseIndex { get; init; }

    /// <summary>True where a progress line is wanted and can be seen.</summary>
    public bool ShowsProgress => Terminal.ErrorIsTerminal && !Quiet;

    /// <summary>A line on stderr for the person, unless <c>--quiet</c>.</summary>
    public void Say(string line)
    {
        if (!Quiet) Terminal.Error.WriteLine("heapwise: " + SafeText.OneLine(line));
    }

    /// <summary>A line on stderr that only <c>--verbose</c> shows.</summary>
    public void Trace(string line)
    {
        if (Verbose) Terminal.Error.WriteLine("heapwise: " + SafeText.OneLine(line));
    }

    /// <summary>Writes the answer in the requested format, always from the same report.</summary>
    /// <param name="json">The answer as JSON.</param>
    /// <param name="page">The answer as a page of text.</param>
    /// <param name="stacks">The answer in the formats that only recorded stacks have; null where there are none.</param>
    /// <param name="data">What the script of an HTML report draws; null where the report is only the page.</param>
    public void Write(
        Func<string> json, Func<Page> page, Func<ReportFormat, string>? stacks = null, Func<string>? data = null)
    {
        if (File is null)
        {
            Write(json, page, stacks, data, Terminal.Output);
            return;
        }

        // Complete before the file is touched. Written in place instead of renamed: the name may be a device or a pipe.
        using var answer = new MemoryStream();
        Write(json, page, stacks, data, answer);
        var isNew = !System.IO.File.Exists(File);
        try
        {
            using var stream = new FileStream(File, FileMode.Create, FileAccess.Write);
            answer.WriteTo(stream);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (isNew && System.IO.File.Exists(File)) System.IO.File.Delete(File);
            throw new UsageException($"{File}: cannot be written: {FileErrors.Describe(failure)}", failure);
        }
    }

    private void Write(
        Func<string> json, Func<Page> page, Func<ReportFormat, string>? stacks, Func<string>? data, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        if (Format == ReportFormat.Json) writer.WriteLine(json());
        else if (stacks is not null && Format is ReportFormat.Folded or ReportFormat.Svg) writer.Write(stacks(Format));
        else if (Format == ReportFormat.Html) HtmlReport.Write(page(), data?.Invoke(), writer);
        else if (Format == ReportFormat.Md) MarkdownRenderer.Write(page(), writer);
        else TextRenderer.Write(page(), writer, File is null ? Terminal.Width : Terminal.DefaultWidth, Color && File is null);
    }
}
