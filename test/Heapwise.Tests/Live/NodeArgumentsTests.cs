using Heapwise.Live.Processes;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class NodeArgumentsTests
{
    [Theory]
    [InlineData("node server.js --port 80", "server.js")]
    [InlineData("node --inspect -r dotenv/config --max-old-space-size=512 dist/main.js", "dist/main.js")]
    [InlineData("node --import ./hook.mjs --conditions=dev app.mjs", "app.mjs")]
    [InlineData("node -- -odd.js", "-odd.js")]
    [InlineData("node -e 1+1 later.js", null)]
    [InlineData("node -p process.pid", null)]
    [InlineData("node --inspect", null)]
    [InlineData("node", null)]
    public void The_script_is_the_first_word_after_the_options(string commandLine, string? expected) =>
        NodeArguments.FindScript(commandLine.Split(' ')).ShouldBe(expected);

    [Theory]
    [InlineData("node --max-old-space-size=512 app.js", null, 512)]
    [InlineData("node --max_old_space_size 256 app.js", null, 256)]
    [InlineData("node app.js --max-old-space-size=512", null, null)]
    [InlineData("node app.js", "--trace-gc --max-old-space-size=1024", 1024)]
    [InlineData("node --max-old-space-size=512 app.js", "--max-old-space-size=1024", 512)]
    [InlineData("node --max-old-space-size=much app.js", null, null)]
    public void The_heap_limit_is_the_last_one_given_to_Node(string commandLine, string? nodeOptions, int? megabytes) =>
        NodeArguments.FindHeapLimit(commandLine.Split(' '), nodeOptions).ShouldBe(megabytes * 1024L * 1024);

    [Fact]
    public void Age_is_read_after_the_name_whatever_it_contains() =>
        ProcTime.ParseAge("4711 (a) b (c) S 1 4711 4711 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 11 0 12345 1000000 2000 1 1", "200.50 380.00\n")
            .ShouldBe(TimeSpan.FromSeconds(77.05));
}
