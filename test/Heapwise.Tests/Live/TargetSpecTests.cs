using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class TargetSpecTests
{
    [Theory]
    [InlineData("9229", "http://127.0.0.1:9229/")]
    [InlineData("127.0.0.1:9230", "http://127.0.0.1:9230/")]
    [InlineData("localhost:9229", "http://localhost:9229/")]
    [InlineData("[::1]:9229", "http://[::1]:9229/")]
    [InlineData("example.org:80", "http://example.org/")]
    [InlineData("http://10.0.0.7:9229", "http://10.0.0.7:9229/")]
    [InlineData("ws://127.0.0.1:40000/0f-1a", "ws://127.0.0.1:40000/0f-1a")]
    public void An_inspector_is_given_in_any_common_form(string text, string address) =>
        TargetSpec.ParseInspector(text).Address.AbsoluteUri.ShouldBe(address);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("localhost")]
    [InlineData("host:name")]
    [InlineData("https://example.org")]
    [InlineData("ws:/9229")]
    [InlineData("127.0.0.1:9229/json")]
    public void Anything_else_is_refused_with_an_example(string text) =>
        Should.Throw<TargetException>(() => TargetSpec.ParseInspector(text)).Message.ShouldContain("127.0.0.1:9229");

    [Fact]
    public void A_command_is_its_first_word_and_the_rest() =>
        TargetSpec.FromCommand(["node", "a b.js", "-x"]).Text.ShouldBe("node a b.js -x");

    [Fact]
    public void An_empty_command_is_refused() =>
        Should.Throw<TargetException>(() => TargetSpec.FromCommand([])).Message.ShouldContain("-- node app.js");

    [Theory]
    [InlineData("app.js --inspect", 9229, false)]
    [InlineData("--inspect app.js", 9229, true)]
    [InlineData("--inspect=9300 app.js", 9300, true)]
    [InlineData("--inspect=0.0.0.0:9301 app.js", 9301, true)]
    [InlineData("--inspect-brk=[::1]:9302 app.js", 9302, true)]
    [InlineData("--inspect=localhost app.js", 9229, true)]
    [InlineData("--inspect-port=0 app.js", 0, false)]
    [InlineData("--inspect-port 9303 app.js", 9303, false)]
    [InlineData("--inspect --inspect-port=9304 app.js", 9304, true)]
    [InlineData("-r ./hook.js --inspect=9305 app.js", 9305, true)]
    [InlineData("--max-old-space-size=200 app.js", 9229, false)]
    [InlineData("", 9229, false)]
    public void The_inspector_port_is_read_from_node_arguments(string arguments, int port, bool opened) =>
        InspectorArguments.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ShouldBe(new InspectorArguments(port, opened));

    [Theory]
    [InlineData("/usr/bin/npm", true)]
    [InlineData("/usr/lib/node_modules/npm/bin/npm-cli.js", true)]
    [InlineData("/app/node_modules/.bin/nodemon", true)]
    [InlineData("/app/server.js", false)]
    [InlineData("/app/node_modules/.bin/tsc", true)]
    [InlineData(null, true)]
    public void Launchers_in_front_of_the_program_are_known(string? script, bool step) =>
        new TargetIdentity(1, "v24.0.0", script).IsStep.ShouldBe(step);
}
