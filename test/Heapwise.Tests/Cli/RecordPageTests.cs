using System.Xml.Linq;
using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Plots;
using Heapwise.Cli.Renderers;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

public sealed class RecordPageTests
{
    private const string Svg = "{http://www.w3.org/2000/svg}";

    internal static RecordReport Sampled { get; } = new()
    {
        ProcessId = 4711,
        NodeVersion = "v24.21.0",
        Script = "/srv/app.js",
        File = "app.heapprofile",
        FileBytes = 36_400,
        DurationMs = 30_000,
        StoppedEarly = false,
        ProgramEnded = false,
        OnlyLive = true,
        AppOnly = false,
        TotalBytes = 6_310_000,
        Sampling = new SamplingReport { IntervalBytes = 262_144, BytesPerSecond = 74_300_000, Samples = 23, SamplesTaken = 8_400 },
        Timeline = null,
        Sites =
        [
            Site("remember", SiteOwner.Application, "file:///srv/lib/sessions%20of%20users.js", 12, 18, 4_900_000, 20),
            Site("onlookup", SiteOwner.Runtime, "node:dns", 105, 18, 1_000_000, 2),
            Site("(V8 API)", SiteOwner.Runtime, "", 0, 0, 410_000, 1),
        ],
    };

    internal static RecordReport Tracked { get; } = Sampled with
    {
        File = "app.heaptimeline",
        DurationMs = 1_100,
        StoppedEarly = true,
        TotalBytes = 150_000,
        Sampling = null,
        Timeline = new TimelineReport
        {
            LookMs = 30,
            PauseMs = 700,
            NewBytes = 200_000,
            NewObjects = 2_000,
            TracedBytes = 150_000,
            Bars =
            [
                .. Enumerable.Range(0, 30).Select(i =>
                    new TimelineBar { FromMs = i * 36, ToMs = (i + 1) * 36, NewBytes = i * 1_000, SurvivingBytes = i * 700 }),
            ],
        },
        Sites = [Site("remember", SiteOwner.Application, "/srv/lib/sessions.js", 12, 18, 150_000, 1_500)],
    };

    [Fact]
    public void Record_by_sampling() => Approval.Matches(Text(RecordPage.Of(Sampled, 5)));

    [Fact]
    public void Record_by_tracking() => Approval.Matches(Text(RecordPage.Of(Tracked, 1)));

    [Fact]
    public void Record_of_nothing()
    {
        var sampling = Sampled.Sampling! with { Samples = 0, BytesPerSecond = null };
        Approval.Matches(Text(RecordPage.Of(Sampled with { TotalBytes = 0, Sites = [], Sampling = sampling }, 0)));
    }

    [Fact]
    public void A_flame_graph_is_well_formed_whatever_functions_are_called()
    {
        var name = "<script>alert('x')</script>&\"]]>\u0001\ud800\uffff";
        var profile = new AllocationProfile([Frame(-1, "(root)", "", 0), Frame(0, name, "/a\"><b>/app.js", 10)]);
        var svg = XDocument.Parse(FlameGraph.Of(profile, "title <&>", "sample"));
        svg.Descendants(Svg + "script").Count().ShouldBe(1);
        var box = Boxes(svg)[1];
        box.Attribute("data-label")!.Value.ShouldStartWith("<script>alert('x')</script>&\"]]>\\u0001\ufffd\\uffff");
        box.Attribute("data-place")!.Value.ShouldBe("/a\"><b>/app.js:4:2");
    }

    // all 100 ─┬─ a 75 ─── c 25
    //          └─ b 25
    [Fact]
    public void A_box_is_as_wide_as_its_bytes_and_stands_below_its_caller()
    {
        var profile = new AllocationProfile(
        [
            Frame(-1, "(root)", "", 0),
            Frame(0, "a", "/app.js", 50),
            Frame(0, "b", "node:net", 25),
            Frame(1, "c", "/node_modules/x/i.js", 25),
        ]);
        var svg = XDocument.Parse(FlameGraph.Of(profile, "t", "sample"));
        string[] told = ["data-label", "data-x", "data-w", "data-row", "class"];
        Boxes(svg).Select(box => string.Join(' ', told.Select(name => box.Attribute(name)!.Value))).ShouldBe(
            ["all 0 1 0 box runtime", "a app.js:4 0 0.75 1 box application", "b 0.75 0.25 1 box runtime", "c i.js:4 0 0.25 2 box library"]);
        Boxes(svg)[1].Element(Svg + "title")!.Value.ShouldBe("a\n/app.js:4:2\n75 B (75 %), itself 50 B, 2 samples");
        Boxes(svg)[3].Element(Svg + "rect")!.Attribute("width")!.Value.ShouldBe("25%");
    }

    [Fact]
    public void Boxes_that_nobody_can_see_are_left_out()
    {
        var frames = new List<AllocationFrame>
        {
            Frame(-1, "(root)", "", 0),
            Frame(0, "large", "/app.js", 1_000_000),
            Frame(0, "tiny", "/app.js", 9),
            Frame(0, "next", "/app.js", 1_000_000),
        };
        var boxes = Boxes(XDocument.Parse(FlameGraph.Of(new AllocationProfile(frames), "t", "sample")));
        boxes.Select(box => box.Attribute("data-label")!.Value).ShouldBe(["all", "large app.js:4", "next app.js:4"]);
    }

    [Fact]
    public void A_profile_of_nothing_is_one_box() =>
        Boxes(XDocument.Parse(FlameGraph.Of(new AllocationProfile([Frame(-1, "(root)", "", 0)]), "t", "sample"))).Count.ShouldBe(1);

    [Theory]
    [InlineData("record", "name one process")]
    [InlineData("record --pid 1 --sampling --timeline", "give only one")]
    [InlineData("record --pid 1 --timeline --interval 64K", "--interval cannot be combined with --timeline")]
    [InlineData("record --pid 1 --timeline --objects all", "--objects cannot be combined with --timeline")]
    [InlineData("record --pid 1 --max-pause 1s", "--max-pause cannot be combined with --sampling")]
    [InlineData("record --pid 1 --force", "--force cannot be combined with --sampling")]
    [InlineData("record --pid 1 --interval 0", "not a size")]
    [InlineData("record --pid 1 --interval 64KB", "not a size")]
    [InlineData("record --pid 1 --interval 2048M", "not a size")]
    [InlineData("record --pid 1 --objects some", "not one of live, all")]
    [InlineData("record --pid 1 --format yaml", "not one of text, json, md, html, folded, svg")]
    [InlineData("record --pid 1 --report a.png", "the extension must be")]
    [InlineData("record --pid 1 --report /no/such/folder/a.svg", "no such folder")]
    [InlineData("summary app.heapsnapshot --format svg", "not one of text, json, md")]
    [InlineData("ps --format folded", "not one of text, json, md")]
    public async Task Mistakes_are_told_in_one_line(string arguments, string words)
    {
        var run = await CliRun.OfAsync(arguments);
        run.ExitCode.ShouldBe(2, run.ToString());
        run.Error.ShouldContain(words);
        run.Error.Count(c => c == '\n').ShouldBe(1, run.Error);
    }

    private static List<XElement> Boxes(XDocument svg) => [.. svg.Descendants(Svg + "g").Where(g => g.Attribute("data-label") is not null)];

    private static AllocationFrame Frame(int parent, string function, string file, long bytes) =>
        new(parent, function, file, 4, 2, bytes, bytes == 0 ? 0 : 1);

    private static AllocationSiteRow Site(
        string function, SiteOwner owner, string file, int line, int column, long bytes, long count)
    {
        return new AllocationSiteRow
        {
            Function = function,
            Location = file.Length == 0
                ? null
                : new LocationReport { File = file, Line = line, Column = column, Function = function, Source = null },
            Owner = owner,
            SelfBytes = bytes,
            TotalBytes = bytes,
            Count = count,
        };
    }

    private static string Text(Page page)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        TextRenderer.Write(page, writer, 80, color: false);
        return writer.ToString();
    }
}
