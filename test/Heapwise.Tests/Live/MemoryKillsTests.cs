using Heapwise.Live.Processes;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class MemoryKillsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("heapwise-kills-").FullName;

    [Theory]
    [InlineData("0::/pod", "pod/memory.events", "low 0\noom 4\noom_kill {0}\n")]
    [InlineData("7:memory:/pod", "memory/pod/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill {0}\n")]
    public void A_kill_is_seen_in_both_versions_after_the_process_has_ended(string membership, string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.Replace("{0}", "2", StringComparison.Ordinal));
        var kills = MemoryKills.Watch(ControlGroup.Of(membership, _root));
        kills.HasHappened().ShouldBeFalse();

        File.WriteAllText(path, text.Replace("{0}", "3", StringComparison.Ordinal));

        kills.HasHappened().ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
