using Heapwise.Live.Processes;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class CgroupMemoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("heapwise-cgroup-").FullName;

    [Fact]
    public void The_tightest_limit_on_the_way_up_counts_in_version_2()
    {
        Write("memory.max", "max");
        Write("memory.current", "900");
        Write("pod/memory.max", "1000");
        Write("pod/memory.current", "700");
        Write("pod/memory.stat", "anon 600\ninactive_file 50\nactive_file 20\n");
        Write("pod/app/memory.max", "2000");
        Write("pod/app/memory.current", "650");

        var memory = CgroupMemory.Find(ControlGroup.Of("0::/pod/app\n", _root)).ShouldNotBeNull();

        memory.ShouldBe(new CgroupMemory(LimitBytes: 1000, UsedBytes: 650)); // inactive page cache is as good as free
        memory.FreeBytes.ShouldBe(350);
    }

    [Fact]
    public void The_lowest_limit_counts_whatever_is_used_under_it()
    {
        Write("pod/memory.max", "4000");
        Write("pod/memory.current", "3990");
        Write("pod/app/memory.max", "1000");
        Write("pod/app/memory.current", "100");

        CgroupMemory.FindLimit(ControlGroup.Of("0::/pod/app\n", _root)).ShouldBe(1000);
        CgroupMemory.Find(ControlGroup.Of("0::/pod/app\n", _root)).ShouldBe(new CgroupMemory(LimitBytes: 4000, UsedBytes: 3990));
    }

    [Fact]
    public void Version_1_is_read_from_the_memory_hierarchy()
    {
        Write("memory/docker/abc/memory.limit_in_bytes", "5000");
        Write("memory/docker/abc/memory.usage_in_bytes", "4000");
        Write("memory/docker/abc/memory.stat", "cache 900\ntotal_inactive_file 600\n");
        Write("memory/memory.limit_in_bytes", "9223372036854771712");
        Write("memory/memory.usage_in_bytes", "99");

        CgroupMemory.Find(ControlGroup.Of(
            "12:cpu,cpuacct:/docker/abc\n7:memory:/docker/abc\n0::/\n", _root)).ShouldBe(new CgroupMemory(5000, 3400));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0::/nowhere\n")]
    [InlineData("0::/../../etc\n")]
    [InlineData("garbage")]
    public void Without_a_limit_there_is_none(string membership) => CgroupMemory.Find(ControlGroup.Of(membership, _root)).ShouldBeNull();

    [Fact]
    public void The_limit_of_another_container_is_read_where_that_sees_it()
    {
        Write("memory.max", "1000"); // ours
        Write("memory.current", "10");
        Write("theirs/memory.max", "5000");
        Write("theirs/memory.current", "4000");

        var groups = ControlGroup.Of("0::/../cri-containerd-app.scope\n", _root, Path.Combine(_root, "theirs"));

        CgroupMemory.Find(groups).ShouldBe(new CgroupMemory(LimitBytes: 5000, UsedBytes: 4000));
    }

    [Fact]
    public void A_service_of_the_machine_is_found_from_a_container()
    {
        Write("system.slice/app.service/memory.max", "5000");
        Write("system.slice/app.service/memory.current", "4000");

        CgroupMemory.Find(ControlGroup.Of("0::/../../../system.slice/app.service\n", Path.Combine(_root, "ours"), _root))
            .ShouldBe(new CgroupMemory(LimitBytes: 5000, UsedBytes: 4000));
    }

    [Fact]
    public void The_limit_of_another_container_that_may_not_be_read_is_unknown()
    {
        Write("memory.max", "1000"); // ours
        Write("memory.current", "10");

        CgroupMemory.Find(ControlGroup.Of("0::/../cri-containerd-app.scope\n", _root, Path.Combine(_root, "nowhere"))).ShouldBeNull();
    }

    [Fact]
    public void Usage_above_the_limit_leaves_nothing_free() => new CgroupMemory(100, 120).FreeBytes.ShouldBe(0);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text + "\n");
    }
}
