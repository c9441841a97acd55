using System.IO.Compression;
using System.Text;
using Heapwise.Heap;
using Heapwise.Heap.Format;
using Heapwise.Tests.Heap.Damage;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>
/// Files that are no snapshot, or no longer one: each is refused in one line that names the file, the section, the byte
/// and the next step. Every file here starts from one small heap:
/// <code>root --> global --cache--> Map --element 0--> "leaf"</code>
/// </summary>
[Trait("Reading", "numbers")]
public sealed class BadInputTests
{
    [Fact]
    public void An_empty_file_is_explained_as_a_killed_capture()
    {
        using var file = new TemporaryFile([]);

        var refusal = Should.Throw<SnapshotFormatException>(() => HeapSnapshot.Open(file.Path));

        const string text = "the file is empty. A capture that was killed leaves such a file: take the snapshot again.";
        refusal.Message.ShouldBe($"{file.Path}: section file, byte 0: {text}");
    }

    [Theory]
    [InlineData("white space only", " \n\t ", "file", 4)]
    [InlineData("text", "hello", "file", 0)]
    [InlineData("an array", "[1,2]", "file", 0)]
    [InlineData("another JSON object", "{\"name\":\"app\",\"version\":1}", "file", null)]
    [InlineData("a byte order mark", "\ufeff{}", "file", 0)]
    public void Other_content_is_not_taken_for_a_snapshot(string what, string text, string section, int? offset)
    {
        var refusal = Refusal(Encoding.UTF8.GetBytes(text));

        refusal.Section.ShouldBe(section, what);
        refusal.Offset.ShouldBe(offset, what);
        refusal.NextStep.ShouldNotBeEmpty(what);
    }

    [Fact]
    public void Binary_content_names_its_first_byte()
    {
        var refusal = Refusal([0x7f, (byte)'E', (byte)'L', (byte)'F', 0, 0]);

        refusal.Problem.ShouldContain("0x7F");
        refusal.NextStep.ShouldContain(".heapsnapshot");
    }

    [Theory]
    [InlineData("{\"head\":{\"callFrame\":{\"functionName\":\"(root)\"},\"selfSize\":0,\"children\":[]},\"samples\":[]}")]
    [InlineData("{\"nodes\":[{\"id\":1,\"callFrame\":{}}],\"startTime\":1,\"endTime\":2}")]
    public void A_profile_is_not_mistaken_for_a_snapshot(string profile)
    {
        var refusal = Refusal(Encoding.UTF8.GetBytes(profile));

        refusal.NextStep.ShouldContain(".heapsnapshot");
        refusal.Message.ShouldNotContain('\n');
    }

    [Fact]
    public void A_sampling_profile_is_recognized() =>
        Refusal("{\"head\":{\"selfSize\":0},\"samples\":[]}"u8.ToArray()).Problem.ShouldContain("sampling profile");

    [Theory]
    [InlineData("snapshot")]
    [InlineData("nodes")]
    [InlineData("edges")]
    [InlineData("strings")]
    public void A_missing_section_is_named(string section)
    {
        var refusal = Refusal(Document().Remove(section).ToBytes());

        (refusal.Section + refusal.Problem).ShouldContain(section);
    }

    [Theory]
    [InlineData("snapshot")]
    [InlineData("nodes")]
    [InlineData("edges")]
    [InlineData("strings")]
    [InlineData("locations")]
    public void A_repeated_section_is_named(string section)
    {
        var document = Document();

        var refusal = Refusal(document.Add(section, document[section]).ToBytes());

        refusal.Section.ShouldBe(section);
        refusal.Problem.ShouldContain("twice");
    }

    [Theory]
    [InlineData("snapshot", "\"node_count\"")]
    [InlineData("nodes", ",3,")]
    [InlineData("edges", ",6,")]
    [InlineData("strings", "\"leaf")]
    [InlineData("locations", ",10,")]
    public void A_file_truncated_within_a_section_is_reported(string section, string behind)
    {
        var json = Document().ToString();
        var cut = json.IndexOf(behind, json.IndexOf($"\"{section}\":", StringComparison.Ordinal), StringComparison.Ordinal) + behind.Length;

        var refusal = Refusal(Encoding.UTF8.GetBytes(json[..cut]));

        refusal.Section.ShouldBe(section);
        refusal.Offset!.Value.ShouldBeInRange(0, cut); // a cut has an offset
        refusal.NextStep.ShouldContain("cut off");
    }

    /// <summary>The damaged text replaces a number of the section; the error names its offset.</summary>
    [Theory]
    [InlineData("-1", "sign")]
    [InlineData("1.5", "fraction")]
    [InlineData("1e3", "\"e\"")]
    [InlineData("[1]", "nested")]
    [InlineData("{}", "nested")]
    [InlineData("\"1\"", "\"\"\"")]
    [InlineData("null", "\"n\"")]
    [InlineData("\0", "NUL")]
    [InlineData("007", "zero")]
    [InlineData("9223372036854775808", "63 bits")]
    [InlineData("100000000000000000000000", "63 bits")]
    [InlineData("", "")]
    public void An_invalid_number_is_reported_with_its_byte(string damaged, string named)
    {
        ReadOnlySpan<(string, string, string)> numbers =
            [("nodes", "3,3,", ",64,"), ("edges", "18,1,", ",6,"), ("locations", "[18,3,", ",4]")];
        foreach (var (section, before, behind) in numbers)
        {
            var document = Document();
            var text = document[section];
            var at = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
            document[section] = text[..at] + damaged + text[text.IndexOf(behind, at, StringComparison.Ordinal)..];
            var json = document.ToString(); // all of it is ASCII, so characters are bytes
            var place = json.IndexOf(document[section], StringComparison.Ordinal) + at;

            var refusal = Refusal(document.ToBytes());

            refusal.Section.ShouldBe(section);
            refusal.Problem.ShouldContain(named);
            refusal.Offset!.Value.ShouldBeInRange(place, place + damaged.Length, $"{section}: {refusal.Message}"); // numbers have an offset
        }
    }

    [Theory]
    [InlineData("nodes", "[9,", "[99,", "type 99")]
    [InlineData("nodes", "[9,1,1,", "[9,77,1,", "string 77")]
    [InlineData("nodes", ",1,0]", ",1,7]", "detachedness 7")]
    [InlineData("edges", "[5,", "[50,", "type 50")]
    [InlineData("edges", "[5,4,18", "[5,99,18", "string 99")]
    [InlineData("edges", "[5,4,18", "[5,4,19", "19")]
    [InlineData("edges", "[5,4,18", "[5,4,600", "node 100")]
    [InlineData("locations", "[18,", "[600,", "100")]
    [InlineData("locations", "[18,", "[19,", "19")]
    [InlineData("locations", "[18,3,", "[18,4294967296,", "4294967296")]
    public void A_value_out_of_range_is_named(string section, string sound, string damaged, string named)
    {
        var refusal = Refusal(Document().Replace(section, sound, damaged).ToBytes());

        refusal.Section.ShouldBe(section);
        refusal.Problem.ShouldContain(named);
        refusal.NextStep.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("\"node_count\":4", "\"node_count\":5", "nodes")]
    [InlineData("\"node_count\":4", "\"node_count\":3", "nodes")]
    [InlineData("\"node_count\":4", "\"node_count\":0", "nodes")]
    [InlineData("\"edge_count\":3", "\"edge_count\":4", "edges")]
    [InlineData("\"edge_count\":3", "\"edge_count\":0", "edges")]
    [InlineData("\"node_count\":4,", "", "snapshot")]
    [InlineData("\"edge_count\":3", "\"edge_count\":\"3\"", "snapshot")]
    [InlineData("\"edge_count\":3", "\"edge_count\":3.0", "snapshot")]
    [InlineData("\"edge_count\":3", "\"edge_count\":3,\"root_index\":6", "snapshot")]
    public void A_header_that_does_not_match_the_file_is_refused(string sound, string damaged, string section) =>
        Refusal(Document().Replace("snapshot", sound, damaged).ToBytes()).Section.ShouldBe(section);

    [Theory]
    [InlineData("\"self_size\"", "\"size\"", "self_size")]
    [InlineData("\"to_node\"]", "\"to\"]", "to_node")]
    [InlineData("\"id\"", "\"name\"", "name")]
    [InlineData("\"line\"", "\"row\"", "line")]
    public void A_header_without_a_required_field_names_it(string sound, string damaged, string field)
    {
        var document = Document();
        var text = document["snapshot"];
        var list = text.IndexOf(field == "line" ? "location_fields" : "node_fields", StringComparison.Ordinal);
        var at = text.IndexOf(sound, list, StringComparison.Ordinal);
        document["snapshot"] = text[..at] + damaged + text[(at + sound.Length)..];

        var refusal = Refusal(document.ToBytes());

        refusal.Section.ShouldBe("snapshot");
        refusal.Problem.ShouldContain(field);
    }

    [Theory]
    [InlineData("\"lea\nf\"")]
    [InlineData("\"lea\\xf\"")]
    [InlineData("\"lea\\u12\"")]
    [InlineData("\"leaf")]
    [InlineData("leaf")]
    [InlineData("17")]
    [InlineData("[\"leaf\"]")]
    public void A_broken_string_is_refused(string damaged)
    {
        var refusal = Refusal(Document().Replace("strings", "\"leaf\"", damaged).ToBytes());

        refusal.Section.ShouldBe("strings");
        refusal.Offset.ShouldNotBeNull();
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        var json = Document().ToBytes();
        json[json.AsSpan().IndexOf("leaf"u8)] = 0xC3;

        Refusal(json).Problem.ShouldContain("UTF-8");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\0\0\0\0")]
    [InlineData("{}")]
    [InlineData(",")]
    public void Trailing_data_is_refused(string junk)
    {
        var json = Document().ToBytes();

        var refusal = Refusal([.. json, .. Encoding.UTF8.GetBytes(junk)]);

        refusal.Section.ShouldBe("file");
        refusal.Offset.ShouldBe(json.Length);
    }

    [Fact]
    public void Sizes_whose_sum_exceeds_63_bits_are_refused()
    {
        var heap = new TinyHeap();
        heap.Root.Element(0, heap.Object("A", long.MaxValue)).Element(1, heap.Object("B", 1));

        Refusal(heap.ToJson()).Section.ShouldBe("nodes");
    }

    [Fact]
    public void Truncated_gzip_is_reported()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Document().ToBytes());

        var refusal = Refusal(packed.ToArray()[..((int)packed.Length / 2)]);

        refusal.NextStep.ShouldNotBeEmpty();
        refusal.Message.ShouldContain("cut off");
    }

    [Fact]
    public void Damaged_gzip_is_reported()
    {
        var refusal = Refusal([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);

        refusal.Section.ShouldBe("gzip");
        refusal.NextStep.ShouldContain("gzip");
    }

    [Fact]
    public void A_directory_and_a_missing_file_are_errors_of_the_file_system()
    {
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        Should.Throw<UnauthorizedAccessException>(() => HeapSnapshot.Open(Path.GetTempPath()));
        Should.Throw<FileNotFoundException>(() => HeapSnapshot.Open(missing)).Message.ShouldContain(missing);
    }

    private static TinyDocument Document()
    {
        var heap = new TinyHeap();
        var leaf = heap.String("leaf", 24);
        var map = heap.Object("Map", 64);
        map.Element(0, leaf);
        heap.Root.Shortcut("global", heap.Object("global", 8).Property("cache", map).At(3, 10, 4));
        return heap.ToDocument();
    }

    private static SnapshotFormatException Refusal(byte[] file)
    {
        using var stream = new TrickleStream(file, 50);
        var options = new HeapOpenOptions { BlockBytes = 256 };
        var refusal = Should.Throw<SnapshotFormatException>(() => HeapSnapshot.Read(stream, "leak.heapsnapshot", options));
        refusal.Message.ShouldStartWith("leak.heapsnapshot: section " + refusal.Section);
        refusal.Message.ShouldEndWith(refusal.NextStep);
        return refusal;
    }
}
