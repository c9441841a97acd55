using Heapwise.Tests.Cli;

namespace Heapwise.IntegrationTests.Page;

/// <summary>Every view there is, with what it needs.</summary>
internal static class JourneyViews
{
    /// <summary>Views of a snapshot, with their parameters; OBJECT stands for the id of one.</summary>
    public static IReadOnlyList<(string View, string Parameters)> OfSnapshot { get; } =
    [
        ("findings", ""), ("summary", "?sel=OBJECT"), ("containment", ""), ("dominators", ""), ("dominators", "?form=icicle"),
        ("dominators", "?form=tree"), ("retainers", "?sel=OBJECT"), ("statistics", ""), ("strings", ""), ("contexts", ""), ("holders", ""),
    ];

    private const string Profile =
        """
        {"head":{"callFrame":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},
        "selfSize":0,"id":1,"children":[
        {"callFrame":{"functionName":"remember","scriptId":"7","url":"file:///srv/app/server.js","lineNumber":3,"columnNumber":9},
        "selfSize":500000,"id":2,"children":[
        {"callFrame":{"functionName":"parse","scriptId":"7","url":"file:///srv/app/parse.js","lineNumber":9,"columnNumber":2},
        "selfSize":200000,"id":3,"children":[]}]}]},
        "samples":[{"size":100,"count":4000,"nodeId":2,"ordinal":1},{"size":200,"count":1000,"nodeId":3,"ordinal":2}]}
        """;

    /// <summary>An allocation profile and a GC log.</summary>
    public static IReadOnlyList<string> WriteRecordings(string folder)
    {
        var (profile, log) = (Path.Combine(folder, "shop.heapprofile"), Path.Combine(folder, "gc.log"));
        File.WriteAllText(profile, Profile);
        File.WriteAllText(log, SampleFolder.GcLogText());
        return [profile, log];
    }

    /// <summary>Shows each of them in turn: snapshots first, then a profile and a log.</summary>
    public static async Task VisitAsync(Journey journey, Func<string, Task> visited)
    {
        var (profile, log) = (journey.Ids[^2], journey.Ids[^1]);
        var snapshots = journey.Ids.Take(journey.Ids.Count - 2).ToList();
        var last = snapshots[^1];
        var some = (await journey.GetAsync($"snapshots/{last}/objects?sort=retained&limit=30")).GetProperty("rows")[25].GetProperty("id");
        List<(string View, string Files, string Parameters)> all =
        [
            ("open", "", ""), ("findings", string.Join(',', snapshots), ""), ("comparison", string.Join(',', snapshots), ""),
            .. OfSnapshot.Select(one => (one.View, last, one.Parameters.Replace("OBJECT", $"{some}", StringComparison.Ordinal))),
            ("allocation", profile, ""), ("gclog", log, ""), ("live", "", ""),
        ];
        foreach (var (view, files, parameters) in all)
        {
            await journey.ShowAsync(view, files, parameters);
            await visited($"{view}{parameters}");
        }
    }
}
