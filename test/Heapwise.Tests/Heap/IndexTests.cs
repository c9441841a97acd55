using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Heap.Index;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>An index answers as the file does, or not at all. These tests have their own cache folder and do not run in parallel.</summary>
[Collection(CacheFolderTests.Name)]
public sealed class IndexTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-index-").FullName;
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
    private readonly string _file;

    public IndexTests()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Path.Combine(_folder, "cache"));
        _file = Path.Combine(_folder, "app.heapsnapshot");
        File.WriteAllBytes(_file, Build(objects: 300).ToJson());
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _cacheBefore);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Opening_leaves_a_digest_that_answers_the_summary()
    {
        using var read = Open();
        read.IsFromIndex.ShouldBeFalse();
        using var known = Open();
        known.IsFromIndex.ShouldBeTrue();
        known.NodeCount.ShouldBe(read.NodeCount);
        known.EdgeCount.ShouldBe(read.EdgeCount);
        known.StringCount.ShouldBe(read.StringCount);
        known.Statistics.ShouldBe(read.Statistics);
        known.Classes.All.ShouldBe(read.Classes.All);
    }

    [Fact]
    public void A_digest_reads_the_file_when_a_node_is_asked_for()
    {
        Open().Dispose();
        using var known = Open();
        ShouldEqualTheFile(known);
    }

    [Fact]
    public void A_whole_index_gives_every_fact_of_the_file()
    {
        HeapSnapshot.AddToIndex(_file).ShouldBeTrue();
        File.SetLastAccessTimeUtc(_file, DateTime.UnixEpoch);
        using var known = Open();
        known.IsFromIndex.ShouldBeTrue();
        ShouldEqualTheFile(known);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_open_snapshot_writes_the_whole_index_without_reading_its_file_again(bool isFromDigest)
    {
        if (isFromDigest) Open().Dispose();
        using (var read = Open())
        {
            read.IsFromIndex.ShouldBe(isFromDigest);
            read.Classes.NameOf(read.Graph.Root).ShouldNotBeNull(); // a digest reads the file here
            using var moved = new FileStream(_file, FileMode.Open, FileAccess.ReadWrite, FileShare.None); // no other reader gets in
            read.AddToIndex(paths: null, TestContext.Current.CancellationToken).ShouldBeTrue();
        }

        using var known = Open();
        known.HasWholeIndex.ShouldBeTrue();
        ShouldEqualTheFile(known);
    }

    [Fact]
    public void A_snapshot_that_was_opened_without_the_index_writes_none()
    {
        using var read = HeapSnapshot.Open(_file);
        read.AddToIndex(paths: null, TestContext.Current.CancellationToken).ShouldBeFalse();
        using var next = Open();
        next.IsFromIndex.ShouldBeFalse();
    }

    [Fact]
    public void Values_beyond_32_bits_and_half_surrogates_survive()
    {
        var heap = Build(objects: 10);
        heap.Root.Property("huge", heap.Object("Half \ud83d surrogate", 1L << 40));
        heap.Root.Property("far", heap.Node("object", "Far", 16, id: (1L << 50) + 1));
        File.WriteAllBytes(_file, heap.ToJson());
        HeapSnapshot.AddToIndex(_file).ShouldBeTrue();
        using var known = Open();
        ShouldEqualTheFile(known);
        known.Graph.TryFind(new NodeId((1L << 50) + 1), out var far).ShouldBeTrue();
        known.Graph.NameOf(far).ShouldBe("Far");
        known.Classes.All.ShouldContain(row => row.Name == "Half \ud83d surrogate" && row.ShallowBytes == 1L << 40);
    }

    [Fact]
    public void A_changed_file_is_read_again()
    {
        HeapSnapshot.AddToIndex(_file).ShouldBeTrue();
        File.WriteAllBytes(_file, Build(objects: 299).ToJson());
        using var read = Open();
        read.IsFromIndex.ShouldBeFalse();
        ShouldEqualTheFile(read);
    }

    [Fact]
    public void Damage_anywhere_is_detected()
    {
        HeapSnapshot.AddToIndex(_file).ShouldBeTrue();
        var index = IndexStore.List().ShouldHaveSingleItem().Path;
        var whole = File.ReadAllBytes(index);
        var random = new Random(42);
        for (var i = 0; i < 300; i++)
        {
            var damaged = (byte[])whole.Clone();
            var at = i < 100 ? random.Next(400) : random.Next(damaged.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(index, damaged);
            using var opened = Open();
            ShouldEqualTheFile(opened);
        }
    }

    [Fact]
    public void Paths_stored_in_an_index_match_those_of_the_file()
    {
        HeapSnapshot.AddToIndex(_file, snapshot => RootPaths.Compute(snapshot).ToColumns()).ShouldBeTrue();
        var index = IndexStore.List().ShouldHaveSingleItem().Path;
        var whole = File.ReadAllBytes(index);
        using (var known = Open())
        {
            ShouldHaveThePathsOfTheFile(known);
            known.KnownPaths(Guid.Empty).ShouldBeNull("paths by other rules");
        }

        var random = new Random(43);
        for (var i = 0; i < 100; i++)
        {
            var damaged = (byte[])whole.Clone();
            var at = whole.Length - 1 - random.Next(whole.Length / 4); // among the paths and the checksums
            damaged[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(index, damaged);
            using var opened = Open();
            ShouldHaveThePathsOfTheFile(opened);
        }
    }

    [Fact]
    public void A_truncated_index_is_ignored()
    {
        HeapSnapshot.AddToIndex(_file).ShouldBeTrue();
        var index = IndexStore.List().ShouldHaveSingleItem().Path;
        var whole = File.ReadAllBytes(index);
        foreach (var length in new[] { 0, 1, 100, 4095, 4096, 5000, whole.Length / 2, whole.Length - 8, whole.Length - 1 })
        {
            File.WriteAllBytes(index, whole[..length]);
            using var opened = Open();
            opened.IsFromIndex.ShouldBeFalse();
            ShouldEqualTheFile(opened);
            File.Delete(index);
        }
    }

    [Fact]
    public void Leftovers_of_a_killed_writer_are_removed_by_the_next()
    {
        Directory.CreateDirectory(IndexStore.Folder);
        var abandoned = Path.Combine(IndexStore.Folder, "0123.index.999999999.partial");
        File.WriteAllText(abandoned, "half");
        HeapSnapshot.AddToIndex(_file).ShouldBeTrue();
        File.Exists(abandoned).ShouldBeFalse();
    }

    [Fact]
    public void A_folder_that_cannot_be_written_costs_nothing_but_speed()
    {
        File.WriteAllText(Path.Combine(_folder, "cache"), "a file where the folder would be");
        using var opened = Open();
        opened.IsFromIndex.ShouldBeFalse();
        ShouldEqualTheFile(opened);
    }

    [Fact]
    public void Only_its_owner_may_read_an_index()
    {
        if (OperatingSystem.IsWindows()) return;
        HeapSnapshot.AddToIndex(_file).ShouldBeTrue();
        var index = IndexStore.List().ShouldHaveSingleItem();
        File.GetUnixFileMode(index.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(IndexStore.Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Clearing_removes_all()
    {
        HeapSnapshot.AddToIndex(_file).ShouldBeTrue();
        var (files, bytes) = IndexStore.Clear();
        files.ShouldBe(1);
        bytes.ShouldBeGreaterThan(0);
        IndexStore.List().ShouldBeEmpty();
    }

    private void ShouldHaveThePathsOfTheFile(HeapSnapshot known)
    {
        using var read = HeapSnapshot.Open(_file);
        using var expected = RootPaths.Compute(read);
        using var paths = RootPaths.ForSingleNodes(known);
        for (var i = 0; i < read.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            paths.CostOf(node).ShouldBe(expected.CostOf(node));
            paths.ParentEdgeOf(node).ShouldBe(expected.ParentEdgeOf(node));
            paths.ParentOf(node).ShouldBe(expected.ParentOf(node));
        }
    }

    private static TinyHeap Build(int objects)
    {
        var heap = new TinyHeap(TinyLayout.Node20);
        var script = heap.Script(7, "/app/server.js");
        var list = heap.Object("Array", 32);
        var global = heap.Object("global", 24).Property("list", list);
        heap.Root.Shortcut("global", global);
        global.Property("handler", script.Function("handler", 3, 5));
        for (var i = 0; i < objects; i++)
        {
            var entry = heap.Object("Object", 56)
                .Property("id", heap.Node("number", "heap number", 16))
                .Property("text", heap.String("text " + (i % 10), 40));
            list.Element(i, entry);
        }

        return heap;
    }

    private HeapSnapshot Open() => HeapSnapshot.Open(_file, new HeapOpenOptions { UseIndex = true });

    private void ShouldEqualTheFile(HeapSnapshot opened)
    {
        using var read = HeapSnapshot.Open(_file);
        opened.Graph.NodeCount.ShouldBe(read.Graph.NodeCount);
        for (var i = 0; i < read.Graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            Facts(opened, node).ShouldBe(Facts(read, node));
        }

        opened.Statistics.ShouldBe(read.Statistics);
        opened.Classes.All.ShouldBe(read.Classes.All);
        opened.ScriptPathOf(7).ShouldBe("/app/server.js");

        static string Facts(HeapSnapshot snapshot, NodeIndex node) => string.Join(
            '|',
            snapshot.Graph.TypeNameOf(node),
            snapshot.Graph.NameOf(node),
            snapshot.Graph.IdOf(node),
            snapshot.Graph.ShallowSizeOf(node),
            snapshot.Graph.LocationOf(node),
            snapshot.Dominators.ImmediateDominatorOf(node),
            snapshot.Dominators.RetainedSizeOf(node),
            snapshot.Distances.Of(node),
            snapshot.Classes.Of(node).Key,
            string.Join(',', snapshot.Retainers.Of(node).Select(edge => edge.From + edge.Name)),
            snapshot.Graph.EdgeCountOf(node));
    }
}
