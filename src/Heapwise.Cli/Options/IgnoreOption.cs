using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Cli.Texts;
using Heapwise.Live.Files;

namespace Heapwise.Cli.Options;

/// <summary>Known findings that do not count, by fingerprint: on the command line, or in a file kept next to the program.</summary>
internal sealed class IgnoreOption
{
    private const int FingerprintLength = 12;

    private const long MaxFileBytes = 1_000_000;

    public Option<string[]> Option { get; } = new("--ignore")
    {
        Description = "a finding that does not count: its fingerprint, or a file with one per line (# starts a comment); repeatable",
        HelpName = "FINGERPRINT",
        CompletionSources = { Offers.Files },
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>All fingerprints that were given.</summary>
    /// <exception cref="UsageException">A word is neither a fingerprint nor a file of them.</exception>
    public IReadOnlySet<string> Read(ParseResult parsed)
    {
        var fingerprints = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in parsed.GetValue(Option) ?? [])
        {
            if (ParseFingerprint(word) is { } fingerprint) fingerprints.Add(fingerprint);
            else fingerprints.UnionWith(ReadFile(word));
        }

        return fingerprints;
    }

    /// <summary>Prints a line for each fingerprint that no finding has: the leak is gone, so the list can be shorter.</summary>
    public static void ReportStale(Output output, DiagnosisText text, IReadOnlySet<string> requested, IReadOnlyList<IgnoredFinding> ignored)
    {
        var found = ignored.Select(finding => finding.Fingerprint);
        foreach (var stale in requested.Except(found, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            output.Say(text.StaleFingerprint(stale));
    }

    private static IEnumerable<string> ReadFile(string path)
    {
        var lines = ReadLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            var text = lines[i].Split('#')[0].Trim();
            if (text.Length == 0) continue;
            yield return ParseFingerprint(text) ?? throw new UsageException(
                $"--ignore {path}:{i + 1}: '{text}' is not a fingerprint ({FingerprintLength} hexadecimal digits); # starts a comment");
        }
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes })
                throw new UsageException($"--ignore {path}: too large for a list of fingerprints");
            return File.ReadAllLines(path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException(
                $"--ignore {path}: neither a fingerprint ({FingerprintLength} hexadecimal digits, as in a report) nor a file", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--ignore {path}: cannot be read: {FileErrors.Describe(failure)}", failure);
        }
    }

    /// <summary>Null where it is none.</summary>
    private static string? ParseFingerprint(string word) =>
        word.Length == FingerprintLength && word.All(char.IsAsciiHexDigit) ? word.ToLowerInvariant() : null;
}
