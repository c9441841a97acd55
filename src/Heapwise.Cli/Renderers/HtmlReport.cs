using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Heapwise.Cli.Blocks;
using Heapwise.Server.Assets;

namespace Heapwise.Cli.Renderers;

/// <summary>
/// A report as one HTML file that opens from disk, without network. The page stands in it as plain HTML, since some places that show such
/// files run no script; where one may run, the components of <c>heapwise ui</c> draw the same data instead. The data are compressed and
/// encoded, so that no text of a heap is read as markup; a policy in the file allows the script and style in it by their hashes and nothing
/// else.
/// </summary>
internal static class HtmlReport
{
    /// <param name="page">The report as blocks.</param>
    /// <param name="data">The report as JSON for the script; null: the plain page only.</param>
    /// <param name="writer">The file.</param>
    public static void Write(Page page, string? data, TextWriter writer)
    {
        var style = PageAssets.ReadText("report.css");
        var script = data is null ? null : PageAssets.ReadText("report.js");
        var policy = "default-src 'none'; img-src data:; "
            + $"style-src {HashOf(style)}; script-src {(script is null ? "'none'" : HashOf(script))}; base-uri 'none'; form-action 'none'";
        writer.Write(
            $"""
            <!doctype html>
            <html lang="{(page.Language == "zh" ? "zh-Hans" : page.Language)}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{HtmlRenderer.Escape(TitleOf(page))}</title>
            <style>{style}</style>
            </head>
            <body>
            <main id="static">

            """.ReplaceLineEndings("\n"));
        HtmlRenderer.Write(page, writer);
        writer.Write("</main>\n");
        if (data is not null)
        {
            writer.Write("<div id=\"root\"></div>\n");
            writer.Write($"<template id=\"data\" data-encoding=\"gzip-base64\">{Pack(data)}</template>\n");
            writer.Write($"<script>{script}</script>\n");
        }

        writer.Write("</body>\n</html>\n");
    }

    private static string TitleOf(Page page)
    {
        var first = page.Blocks.OfType<ParagraphBlock>().FirstOrDefault();
        var text = first is null ? "" : string.Concat(first.Pieces.Select(piece => piece.Text)).Trim();
        return text.Length == 0 ? "heapwise" : $"{text} · heapwise";
    }

    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Pack(string data)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zip.Write(Encoding.UTF8.GetBytes(data));
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
