using System.Text.Json;
using System.Text.RegularExpressions;
using Heapwise.Tests.Architecture;

namespace Heapwise.IntegrationTests.Guard.Prometheus;

/// <summary>The queries of deploy/grafana/heapwise.json.</summary>
internal static partial class Dashboard
{
    /// <param name="variables">Values of what the queries leave open, by name.</param>
    public static IReadOnlyList<DashboardQuery> Read(IReadOnlyDictionary<string, string> variables)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "grafana", "heapwise.json")));
        return
        [
            .. file.RootElement.GetProperty("panels").EnumerateArray()
                .Where(panel => panel.GetProperty("type").GetString() != "row")
                .SelectMany(panel => panel.GetProperty("targets").EnumerateArray().Select(target => new DashboardQuery(
                    panel.GetProperty("title").GetString()!, // every panel has one, with an expression (deploy/test)
                    Variable.Replace(target.GetProperty("expr").GetString()!, match => variables[match.Groups[1].Value]),
                    panel.GetProperty("description").GetString()!.StartsWith("Empty", StringComparison.Ordinal)))),
        ];
    }

    [GeneratedRegex(@"\$(\w+)", RegexOptions.None, 1000)]
    private static partial Regex Variable { get; }
}

/// <summary>One query of a panel.</summary>
/// <param name="Panel">Its title.</param>
/// <param name="Expression">Without variables.</param>
/// <param name="MayBeEmpty">Whether the panel says when it is.</param>
internal sealed record DashboardQuery(string Panel, string Expression, bool MayBeEmpty);
