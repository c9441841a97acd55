using System.Text.Encodings.Web;
using System.Text.Json;

namespace Heapwise.Cli.PipelineReports;

/// <summary>What the JSON files of pipelines have in common. None begins with a byte order mark, which GitLab refuses.</summary>
internal static class PipelineJson
{
    public static JsonWriterOptions Options { get; } =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A relative path as a URI.</summary>
    public static string UriOf(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
