using System.IO.Compression;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Heapwise.Server.Assets;

/// <summary>
/// The files of the page, embedded as they were built: what is compressed is sent so, or unpacked for whoever cannot read it.
/// </summary>
public static class PageAssets
{
    private const string Prefix = "web/";
    private const string Zipped = ".gz";

    private static readonly Assembly Owner = typeof(PageAssets).Assembly;
    private static readonly HashSet<string> Names = [.. Owner.GetManifestResourceNames()];

    /// <summary>
    /// Sends a file of the page; false where there is none. Names of resources are no paths: nothing outside can be named.
    /// </summary>
    public static async Task<bool> TrySendAsync(HttpContext context, string path)
    {
        var name = Prefix + path.TrimStart('/');
        var isZipped = Names.Contains(name + Zipped);
        if (!isZipped && !Names.Contains(name)) return false;
        var response = context.Response;
        response.ContentType = TypeOf(path);
        if (path.StartsWith("/assets/", StringComparison.Ordinal)) response.Headers.CacheControl = "private, max-age=31536000, immutable";
        var acceptsZipped = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (isZipped && acceptsZipped) response.Headers.ContentEncoding = "gzip";
        await using var content = isZipped && !acceptsZipped ? Unzip(name) : Open(isZipped ? name + Zipped : name);
        if (HttpMethods.IsHead(context.Request.Method)) return true;
        await content.CopyToAsync(response.Body, context.RequestAborted);
        return true;
    }

    /// <summary>The text of a file of the page, such as the script of reports.</summary>
    /// <exception cref="InvalidOperationException">This build has no such file.</exception>
    public static string ReadText(string path)
    {
        var name = Prefix + path;
        using var content = Names.Contains(name) ? Open(name) : Names.Contains(name + Zipped)
            ? Unzip(name)
            : throw new InvalidOperationException($"this build has no {path}");
        using var text = new StreamReader(content);
        return text.ReadToEnd();
    }

    private static Stream Open(string name) => Owner.GetManifestResourceStream(name)!; // it is among the names

    private static GZipStream Unzip(string name) => new(Open(name + Zipped), CompressionMode.Decompress);

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        ".woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
}
