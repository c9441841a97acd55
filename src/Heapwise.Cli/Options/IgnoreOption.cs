using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Options;

/// <summary>Findings that are known and do not count, by fingerprint: word by word or as a file that lies beside the program.</summary>
internal sealed class IgnoreOption
{
    private const int FingerprintLength = 12;

    private const long LargestFileBytes = 1_000_000;

    public Option<string[]> Option { get; } = new("--ignore")
    {
        Description = "a finding that does not count: its fingerprint, or a file with one a line, # begins a comment; may be given again",
        HelpName = "FINGERPRINT",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The fingerprints of all that was given.</summary>
    /// <exception cref="UsageException">A word is neither a fingerprint nor a file of them.</exception>
    public IReadOnlySet<string> Read(ParseResult parsed)
    {
        var fingerprints = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in parsed.GetValue(Option) ?? [])
        {
            if (FingerprintOf(word) is { } fingerprint) fingerprints.Add(fingerprint);
            else fingerprints.UnionWith(ReadFile(word));
        }

        return fingerprints;
    }

    /// <summary>A line for each fingerprint that no finding has: the leak is gone, so the list can be shorter.</summary>
    public static void TellStale(Output output, DiagnosisText words, IReadOnlySet<string> asked, IReadOnlyList<IgnoredFinding> ignored)
    {
        foreach (var stale in asked.Except(ignored.Select(finding => finding.Fingerprint), StringComparer.Ordinal).Order(StringComparer.Ordinal))
            output.Say(words.StaleFingerprint(stale));
    }

    private static IEnumerable<string> ReadFile(string path)
    {
        string[] lines;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFileBytes }) throw new UsageException($"--ignore {path}: too large for a list of fingerprints");
            lines = File.ReadAllLines(path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"--ignore {path}: neither a fingerprint ({FingerprintLength} letters and digits, as a report shows it) nor a file", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--ignore {path}: cannot be read: {FileErrors.Describe(failure)}", failure);
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var text = lines[i].Split('#')[0].Trim();
            if (text.Length == 0) continue;
            yield return FingerprintOf(text) ?? throw new UsageException($"--ignore {path}:{i + 1}: {text} is not a fingerprint, which has {FingerprintLength} hexadecimal digits; # begins a comment");
        }
    }

    /// <summary>Null where it is none.</summary>
    private static string? FingerprintOf(string word) =>
        word.Length == FingerprintLength && word.All(char.IsAsciiHexDigit) ? word.ToLowerInvariant() : null;
}
