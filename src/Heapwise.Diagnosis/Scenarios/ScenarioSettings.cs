using System.Text.Json;
using Heapwise.Analysis.Budgets;
using Heapwise.Diagnosis.Settings;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Scenarios;

/// <summary>What a settings file says of tests: its scenarios, and what holds for all of them.</summary>
public sealed record ScenarioSettings
{
    private const int FingerprintLength = 12;

    private static readonly char[] ShellCharacters = [.. "|&;<>()$`\\\"'*?[]#~=%{}\n"];

    private ScenarioSettings()
    {
    }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    /// <summary>The absolute path of the file with earlier results.</summary>
    public required string BaselineFile { get; init; }

    /// <summary>A shell command that prepares a checkout of another version, such as <c>npm ci</c>; null: none is needed.</summary>
    public required string? Setup { get; init; }

    /// <exception cref="SettingsException">Something in it is wrong; the message names the line and the key.</exception>
    public static ScenarioSettings Read(SettingsFile file)
    {
        var root = file.Root;
        root.FindText("$schema"); // for editors
        root.Find("guard"); // read by whoever watches
        var budgets = ReadBudgets(root, new MemoryBudgets());
        var ignored = ReadIgnored(root);
        var scenarios = root.FindNamed("scenarios")
            .Select(pair => ReadScenario(pair.Name, root.SectionAt($"scenarios.{pair.Name}", pair.Value), budgets, ignored))
            .ToList();
        var settings = new ScenarioSettings
        {
            Scenarios = scenarios,
            BaselineFile = Path.Combine(file.Folder, root.FindText("baseline") ?? "heapwise.baseline.json"),
            Setup = root.FindText("setup"),
        };
        root.End();
        if (scenarios.Count > 0) return settings;
        throw file.Fail(
            "scenarios", "there are none: { \"NAME\": { \"start\": \"node app.js\", \"load\": { \"urls\": [\"/\"] } } }");
    }

    private static Scenario ReadScenario(
        string name, SettingsSection section, MemoryBudgets budgets, IReadOnlyList<IgnoredLeak> ignored)
    {
        if (name.Length == 0 || name.Any(char.IsControl)) throw section.File.Fail("scenarios", "a scenario needs a name");
        var folder = Path.GetFullPath(Path.Combine(section.File.Folder, section.FindText("cwd") ?? "."));
        if (!Directory.Exists(folder)) throw section.Fail("cwd", $"no such folder: {folder}");
        var load = LoadSettings.Read(section, folder, name);
        var scenario = new Scenario
        {
            Name = name,
            Line = section.File.LineOf(section.Path),
            Folder = folder,
            Program = ReadProgram(section, folder),
            Environment = ReadEnvironment(section),
            Load = load,
            Rounds = new ScenarioRounds(
                section.FindCount("rounds", min: 2, max: 1000),
                section.FindCount("maxRounds"),
                section.FindDuration("idle"),
                section.FindDuration("settleTimeout")),
            Budgets = ReadBudgets(section, budgets),
            Ignored = [.. ReadIgnored(section), .. ignored],
            Hash = ScenarioHash.Of(section.Element),
        };
        section.End();
        if (scenario.Budgets.MaxBytesPerRequest is null || load.CountsRequests) return scenario;
        throw section.File.Fail(
            $"{section.Path}.budgets.maxBytesPerRequest",
            "needs a load that counts requests: load.urls, or load.command with load.requests");
    }

    /// <summary>Words separated by spaces; what a shell would read differently is left to the shell. Or the words as a list.</summary>
    private static TargetSpec.Command? ReadProgram(SettingsSection section, string folder)
    {
        if (section.Find("start") is not { } start) return null;
        var words = start.ValueKind switch
        {
            JsonValueKind.String => WordsOf(start.GetString() ?? ""),
            JsonValueKind.Array => [.. section.FindList("start").Select(item => TextOf(section.File, item.Path, item.Value))],
            _ => throw section.Fail("start", "must be a command such as \"node app.js\", or a list of its words"),
        };
        if (words.Length == 0 || words[0].Length == 0) throw section.Fail("start", "is empty; give a command such as \"node app.js\"");
        return TargetSpec.FromCommand(words) with { WorkingDirectory = folder };
    }

    private static string[] WordsOf(string command) => command.IndexOfAny(ShellCharacters) < 0
        ? command.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        : ["sh", "-c", command];

    private static Dictionary<string, string> ReadEnvironment(SettingsSection section)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in section.FindNamed("env"))
            environment[name] = TextOf(section.File, $"{section.Path}.env.{name}", value);
        return environment;
    }

    private static MemoryBudgets ReadBudgets(SettingsSection section, MemoryBudgets defaults)
    {
        if (section.FindSection("budgets") is not { } budgets) return defaults;
        var read = new MemoryBudgets
        {
            FailOn = budgets.FindChoice<FailOn>("failOn") ?? defaults.FailOn,
            MaxBytesPerRequest = budgets.FindSize("maxBytesPerRequest") ?? defaults.MaxBytesPerRequest,
            MaxHeapFloorBytes = budgets.FindSize("maxHeapFloor") ?? defaults.MaxHeapFloorBytes,
            MaxRssBytes = budgets.FindSize("maxRss") ?? defaults.MaxRssBytes,
        };
        budgets.End();
        return read;
    }

    private static IReadOnlyList<IgnoredLeak> ReadIgnored(SettingsSection section)
    {
        var ignored = new List<IgnoredLeak>();
        foreach (var (path, value) in section.FindList("ignore"))
        {
            var item = section.SectionAt(path, value);
            var fingerprint = item.FindText("fingerprint")?.ToLowerInvariant();
            if (fingerprint is not { Length: FingerprintLength } || !fingerprint.All(char.IsAsciiHexDigit))
                throw item.Fail("fingerprint", $"must be the {FingerprintLength} hexadecimal digits that the report prints");
            if (item.FindText("reason") is not { Length: > 0 } reason)
                throw item.Fail("reason", "is missing: say why this finding may stay");
            ignored.Add(new IgnoredLeak(fingerprint, reason, item.FindDate("expires")));
            item.End();
        }

        return ignored;
    }

    internal static string TextOf(SettingsFile file, string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw file.Fail(path, "must be a text in quotes"),
    };
}
