using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>What a guard serves, read as a scraper reads it.</summary>
internal sealed partial class MetricsPage
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler(), disposeHandler: true);

    private readonly List<(string Name, Dictionary<string, string> Labels, double Value)> _samples = [];

    private MetricsPage(string text)
    {
        Text = text;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) Types.Add(line.Split(' ')[2], line.Split(' ')[3]);
            if (line.StartsWith('#')) continue;
            var match = Sample().Match(line);
            match.Success.ShouldBeTrue(line);
            var labels = Label().Matches(match.Groups["labels"].Value)
                .ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value, StringComparer.Ordinal);
            _samples.Add((match.Groups["name"].Value, labels, double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)));
        }
    }

    public string Text { get; }

    /// <summary>The types of families, by name.</summary>
    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<(string Name, Dictionary<string, string> Labels, double Value)> Samples => _samples;

    public static Uri AddressOf(GuardRun guard) => new(Address().Match(guard.Errors).Value);

    /// <summary>Waits for the first turn, and then for what is wanted.</summary>
    public static async Task<MetricsPage> ReadAsync(GuardRun guard, Func<MetricsPage, bool>? wanted = null)
    {
        await guard.WaitForAsync("metrics are at");
        var latest = "";
        for (var i = 0; i < 300; i++)
        {
            using var response = await Http.GetAsync(AddressOf(guard), TestContext.Current.CancellationToken);
            latest = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var page = response.StatusCode == HttpStatusCode.OK ? new MetricsPage(latest) : null;
            if (page is not null && wanted?.Invoke(page) != false) return page;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"never seen as wanted; last:\n{latest}");
    }

    public double Value(string name) => _samples.Single(sample => sample.Name == name).Value;

    public bool Has(string name) => _samples.Exists(sample => sample.Name == name);

    public bool HasProcess(int processId) =>
        _samples.Exists(sample => sample.Labels.GetValueOrDefault("pid") == processId.ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();

    [GeneratedRegex("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.None, 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"http://\S+/metrics", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
