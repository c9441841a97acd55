using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Survivors;
using Heapwise.Tests.Architecture;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>
/// One program of the gallery, or of the lint rules, and what its head says of it: the lines that begin with <c>// heapwise:</c>.
/// </summary>
internal sealed partial record Sample
{
    public required string Script { get; init; }

    /// <summary>The path to ask for.</summary>
    public required string Load { get; init; }

    /// <summary>Options of the run, where those of other samples do not do; null where they do.</summary>
    public required IReadOnlyList<string>? Options { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Null unless it leaks.</summary>
    public required ExpectedLeak? Leak { get; init; }

    public static string Gallery { get; } = Path.Combine(Repository.Root, "samples");

    /// <summary>For each lint rule, a program that leaks by what it reports, its fixed twin, and a healthy one.</summary>
    public static string LintPrograms { get; } = Path.Combine(Repository.Root, "npm", "eslint-plugin", "programs");

    /// <summary>
    /// Scripts below a folder, as <c>folder/file</c>. What is in a folder <c>src</c> is run as a compiler wrote it.
    /// </summary>
    public static IEnumerable<string> In(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".js" or ".mjs" or ".cjs" or ".ts")
            .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) != "src")
            .Where(path => File.ReadAllText(path).Contains("// heapwise: expect", StringComparison.Ordinal)) // others are parts of one
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal);

    /// <param name="path">Of the script, below <see cref="Gallery"/> where it is relative.</param>
    public static Sample Read(string path)
    {
        var script = Path.Combine(Gallery, path);
        var told = Told().Matches(File.ReadAllText(script)).Select(match => match.Groups[1].Value.Trim()).ToList();
        var options = told.Find(line => line.StartsWith("options ", StringComparison.Ordinal));
        var expectation = told.Single(line => line.StartsWith("expect ", StringComparison.Ordinal));
        var verdict = expectation switch
        {
            "expect no-leak" => Verdict.NoLeak,
            "expect inconclusive" => Verdict.Inconclusive,
            _ => Verdict.Leak,
        };
        return new Sample
        {
            Script = script,
            Load = told.Single(line => line.StartsWith("load ", StringComparison.Ordinal))[5..],
            Options = options?[8..].Split(' '),
            Verdict = verdict,
            Leak = verdict == Verdict.Leak ? ExpectedLeak.Parse(expectation) : null,
        };
    }

    /// <summary>Keeps what was seen, for the page of the gallery: <c>artifacts/gallery</c>, a file for each program and major.</summary>
    public static async Task RecordAsync(string script, int major, DiagnosisReport report)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "gallery")).FullName;
        var finding = report.Findings.Count > 0 ? report.Findings[0] : null;
        var seen = new Dictionary<string, object?>
        {
            ["program"] = script,
            ["major"] = major,
            ["verdict"] = report.Verdict switch
            {
                Verdict.Leak => "leak",
                Verdict.NoLeak => "no leak",
                _ => "inconclusive",
            },
            ["pattern"] = finding?.Pattern,
            ["holder"] = finding?.Holder.Path.Replace(Gallery, "samples", StringComparison.Ordinal),
            ["place"] = finding?.Location is { } place ? $"{Path.GetFileName(place.File)}:{place.Line}" : null,
        };
        var file = Path.Combine(folder, $"{script.Replace('/', '~')}.{major}.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(seen), TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("^// heapwise: (.*)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Told();
}

/// <summary>What a leaking sample says of its leak.</summary>
/// <param name="Pattern">As in the finding.</param>
/// <param name="Name">The variable or property that holds the leaked objects.</param>
/// <param name="File">Without its folder.</param>
/// <param name="Lines">Any of them is right: the declaration, or where things are put in.</param>
/// <param name="Objects">Of the class that is put in, per request or second; null where growth leaves no objects.</param>
/// <param name="Basis">Which of them.</param>
internal sealed partial record ExpectedLeak(
    string Pattern, string Name, string File, IReadOnlyList<int> Lines, double? Objects, RateBasis Basis)
{
    public static ExpectedLeak Parse(string line)
    {
        var match = Form().Match(line);
        if (!match.Success) throw new FormatException($"'{line}' is not as samples/README.md describes");
        return new ExpectedLeak(
            match.Groups["pattern"].Value,
            match.Groups["name"].Value,
            match.Groups["file"].Value,
            [.. match.Groups["lines"].Value.Split('|').Select(number => int.Parse(number, CultureInfo.InvariantCulture))],
            match.Groups["objects"] is { Success: true, Value: var objects } ? double.Parse(objects, CultureInfo.InvariantCulture) : null,
            match.Groups["basis"].Value == "second" ? RateBasis.Second : RateBasis.Request);
    }

    [GeneratedRegex(
        @"^expect leak (?<pattern>\S+) (?<name>\S+) (?<file>[^:\s]+):(?<lines>[\d|]+)"
        + @"( objects (?<objects>[\d.]+)/(?<basis>request|second))?$",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Form();
}
