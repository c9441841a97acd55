using System.Text;
using System.Text.Json;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Settings;

namespace Heapwise.Diagnosis.Scenarios;

/// <summary>The load of a scenario as its settings describe it.</summary>
internal static class LoadSettings
{
    private const int MaxWeight = 1000;

    private static readonly string[] OfRequests =
        ["urls", "requests", "warmup", "concurrency", "timeout", "allowErrors", "follow", "unixSocket"];

    private static readonly string[] OfCommands = ["command", "requests", "warmup"];

    /// <param name="scenario">The scenario, of which <c>load</c> and <c>ready</c> are read.</param>
    /// <param name="folder">Where commands are run.</param>
    /// <param name="name">The scenario's name, for commands.</param>
    public static ScenarioLoad Read(SettingsSection scenario, string folder, string name)
    {
        var ready = ReadReady(scenario);
        if (scenario.FindSection("load") is not { } load)
            throw scenario.Fail("load", "is missing: { \"urls\": [\"/\"] }, { \"command\": \"…\" } or { \"every\": \"30s\" }");
        string[] kinds = [.. new[] { "urls", "command", "every" }.Where(load.Has)];
        if (kinds.Length != 1) throw load.File.Fail(load.Path, "give one of urls, command and every");
        ScenarioLoad read = kinds[0] switch
        {
            "urls" => new ScenarioLoad.Requests(ReadRequests(load, ready)),
            "command" => ReadCommand(load, ready, folder, name),
            _ => new ScenarioLoad.OwnWork(load.FindDuration("every") ?? throw load.Fail("every", "must be a time such as \"30s\"")),
        };
        if (kinds[0] == "every" && ready.Request is not null) throw scenario.Fail("ready", "is not used where the load is every");
        RefuseOthers(load, kinds[0]);
        load.End();
        return read;
    }

    /// <summary>A key that belongs to another kind of load is an error of its own.</summary>
    private static void RefuseOthers(SettingsSection load, string kind)
    {
        string[] used = kind switch { "urls" => OfRequests, "command" => OfCommands, _ => ["every"] };
        var other = OfRequests.Concat(OfCommands).Except(used).FirstOrDefault(load.Has);
        if (other is not null) throw load.Fail(other, $"is not used where the load is {kind}");
    }

    private static (HttpRequestSpec? Request, TimeSpan? Timeout) ReadReady(SettingsSection scenario)
    {
        if (scenario.Find("ready") is not { } value) return (null, null);
        if (value.ValueKind == JsonValueKind.String) return (new HttpRequestSpec { Url = UrlOf(scenario, "ready") }, null);
        var ready = scenario.SectionAt($"{scenario.Path}.ready", value);
        var read = (ready.Has("url") ? new HttpRequestSpec { Url = UrlOf(ready, "url") } : null, ready.FindDuration("timeout"));
        ready.End();
        return read;
    }

    private static HttpLoadOptions ReadRequests(SettingsSection load, (HttpRequestSpec? Request, TimeSpan? Timeout) ready)
    {
        var mix = load.FindList("urls").Select(item => ReadSequence(load, item.Path, item.Value)).ToList();
        if (mix.Count == 0) throw load.Fail("urls", "must be a list of URLs, such as [\"/\", \"/users/{n}\"]");
        var defaults = new HttpLoadOptions { Mix = mix };
        return defaults with
        {
            Ready = ready.Request,
            ReadyTimeout = ready.Timeout ?? defaults.ReadyTimeout,
            RequestsPerRound = load.FindCount("requests", min: 1) ?? defaults.RequestsPerRound,
            WarmUpRequests = load.FindCount("warmup") ?? defaults.WarmUpRequests,
            Concurrency = load.FindCount("concurrency", min: 1, max: 10_000) ?? defaults.Concurrency,
            RequestTimeout = load.FindDuration("timeout") ?? defaults.RequestTimeout,
            AllowErrors = load.FindFlag("allowErrors") ?? false,
            Follows = load.FindFlag("follow") ?? false,
            UnixSocket = load.FindText("unixSocket"),
        };
    }

    private static ScenarioLoad.Command ReadCommand(
        SettingsSection load, (HttpRequestSpec? Request, TimeSpan? Timeout) ready, string folder, string name)
    {
        if (ready.Request is { IsPath: true })
            throw load.File.Fail(load.Path, "a command needs a full URL in ready, such as http://127.0.0.1:3000/");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HEAPWISE_SCENARIO"] = name };
        if (ready.Request is { } request) environment["HEAPWISE_URL"] = request.Url;
        var options = new CommandLoadOptions
        {
            Command = load.FindText("command") ?? throw load.Fail("command", "must be a shell command"),
            Requests = load.FindCount("requests", min: 1),
            WarmsUp = load.FindCount("warmup") != 0,
            WorkingDirectory = folder,
            Environment = environment,
        };
        if (ready.Request is not { } asked) return new ScenarioLoad.Command(options, null);
        var waiting = new HttpLoadOptions { Mix = [RequestSequence.Of(asked)] };
        return new ScenarioLoad.Command(options, waiting with { ReadyTimeout = ready.Timeout ?? waiting.ReadyTimeout });
    }

    /// <summary>A URL, a request, or several requests of one user.</summary>
    private static RequestSequence ReadSequence(SettingsSection load, string path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return RequestSequence.Of(new HttpRequestSpec { Url = CheckUrl(load.File, path, value) });
        var item = load.SectionAt(path, value);
        var weight = item.FindCount("weight", min: 1, max: MaxWeight) ?? 1;
        var steps = item.FindList("sequence");
        if (steps.Count == 0 && item.Has("sequence")) throw item.Fail("sequence", "must be a list of requests");
        var sequence = steps.Count == 0
            ? RequestSequence.Of(ReadRequest(item), weight)
            : new RequestSequence([.. steps.Select(step => ReadStep(item, step.Path, step.Value))], weight);
        item.End();
        return sequence;
    }

    private static HttpRequestSpec ReadStep(SettingsSection item, string path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) return new HttpRequestSpec { Url = CheckUrl(item.File, path, value) };
        var step = item.SectionAt(path, value);
        var request = ReadRequest(step);
        step.End();
        return request;
    }

    private static HttpRequestSpec ReadRequest(SettingsSection item)
    {
        var body = item.Find("body");
        var isJson = body is { ValueKind: not JsonValueKind.String };
        List<(string Name, string Value)> headers = [.. item.FindNamed("headers").Select(pair =>
            (pair.Name, ScenarioSettings.TextOf(item.File, $"{item.Path}.headers.{pair.Name}", pair.Value)))];
        if (isJson && !headers.Exists(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            headers.Add(("Content-Type", "application/json"));
        return Check(item, new HttpRequestSpec
        {
            Url = UrlOf(item, "url"),
            Method = item.FindText("method") ?? (body is null ? "GET" : "POST"),
            Headers = headers,
            Body = body is { } content ? Encoding.UTF8.GetBytes(isJson ? content.GetRawText() : content.GetString() ?? "") : null,
        });
    }

    /// <summary>A method or header that cannot be sent is found now, not after the program has started.</summary>
    private static HttpRequestSpec Check(SettingsSection item, HttpRequestSpec request)
    {
        try
        {
            _ = new RequestTemplate(request);
            return request;
        }
        catch (LoadException problem)
        {
            throw item.File.Fail(item.Path, problem.Message, problem);
        }
    }

    private static string UrlOf(SettingsSection section, string key) => section.Find(key) is { } url
        ? CheckUrl(section.File, SettingsLines.Join(section.Path, key), url)
        : throw section.Fail(key, "is missing: a URL, or a path such as \"/\"");

    private static string CheckUrl(SettingsFile file, string path, JsonElement value)
    {
        var url = value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
        var isUrl = url.StartsWith('/') || (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https");
        if (isUrl) return url;
        throw file.Fail(path, $"{value.GetRawText()} is not a URL such as \"http://127.0.0.1:3000/\", or a path such as \"/\"");
    }
}
