using System.Text;
using System.Text.Json;

namespace Heapwise.Diagnosis.Settings;

/// <summary>
/// <c>heapwise.json</c>: what is tested in a pipeline, and how production is watched. Comments and trailing commas are allowed. Each part
/// of heapwise reads its own sections; a key that nobody knows is an error, because a budget with a typing error would never fail.
/// </summary>
public sealed class SettingsFile
{
    public const string DefaultName = "heapwise.json";

    private const long MaxBytes = 10_000_000;

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly SettingsLines _lines;

    private SettingsFile(string path, JsonElement root, SettingsLines lines)
    {
        Path = path;
        _lines = lines;
        Root = new SettingsSection(this, "", root);
    }

    /// <summary>As it was given.</summary>
    public string Path { get; }

    /// <summary>What relative paths in it are relative to.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) ?? "/";

    public SettingsSection Root { get; }

    /// <exception cref="SettingsException">It cannot be read, or is not JSON.</exception>
    public static SettingsFile Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
                throw new SettingsException($"{path}: too large for a settings file");
            return Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SettingsException($"{path}: no such file. docs/ci.md and docs/guard.md say what is in it", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path}: cannot be read: {failure.Message}", failure);
        }
    }

    /// <exception cref="SettingsException">It is not JSON, or no object.</exception>
    public static SettingsFile Parse(string path, ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new SettingsException($"{path}: must be an object: {{ \"scenarios\": … }}");
            return new SettingsFile(path, document.RootElement.Clone(), SettingsLines.Of(json.Span));
        }
        catch (JsonException failure)
        {
            throw new SettingsException($"{path}:{(failure.LineNumber ?? 0) + 1}: not JSON: {Shorten(failure.Message)}", failure);
        }
    }

    /// <summary>The line of a key, counted from 1; 1 where there is no such key.</summary>
    public int LineOf(string key) => _lines.Find(key);

    /// <summary>An error about a key.</summary>
    /// <param name="key">From the root, as in <c>scenarios.shop.load.urls[1]</c>.</param>
    /// <param name="problem">What is wrong, and what is right.</param>
    /// <param name="cause">What failed; null: nothing did.</param>
    public SettingsException Fail(string key, string problem, Exception? cause = null) =>
        new($"{Path}:{LineOf(key)}: {key}: {problem}", cause);

    /// <summary>Without the position, which is given as a line, and without advice for programmers.</summary>
    private static string Shorten(string message) =>
        message.Split(" LineNumber:")[0].Split(" Change the reader options")[0].ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
