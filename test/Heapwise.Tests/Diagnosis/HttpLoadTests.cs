using System.Text;
using Heapwise.Diagnosis.Loads;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Diagnosis;

public sealed class HttpLoadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_round_sends_the_requested_number_within_the_concurrency_limit()
    {
        await using var server = new SmallServer(_ => "200 OK") { Delay = TimeSpan.FromMilliseconds(20) };
        var load = new HttpLoad(new HttpLoadOptions { Mix = Get(server.Url), RequestsPerRound = 31, Concurrency = 4 });

        var outcome = await load.RunRoundAsync(1, null, Cancellation);

        outcome.Requests.ShouldBe(31);
        server.Requests.Count.ShouldBe(31);
        server.MostAtOnce.ShouldBeInRange(2, 4);
    }

    [Fact]
    public async Task Connections_are_closed_when_a_round_ends()
    {
        await using var server = new SmallServer(_ => "200 OK");
        var load = new HttpLoad(new HttpLoadOptions { Mix = Get(server.Url), RequestsPerRound = 20, Concurrency = 5 });

        await load.RunRoundAsync(1, null, Cancellation);

        for (var i = 0; server.OpenConnections > 0 && i < 500; i++) await Task.Delay(10, Cancellation);
        server.OpenConnections.ShouldBe(0);
    }

    [Fact]
    public async Task Url_header_and_body_contain_the_request_number()
    {
        await using var server = new SmallServer(_ => "200 OK");
        var load = new HttpLoad(new HttpLoadOptions
        {
            Mix =
            [
                RequestSequence.Of(new HttpRequestSpec
                {
                    Url = server.Url + "users/{n}",
                    Method = "put",
                    Headers = [("X-User", "u{n}"), ("Content-Type", "text/csv")],
                    Body = [.. Encoding.ASCII.GetBytes("id={n};"), 0xFF],
                }),
            ],
            RequestsPerRound = 2,
            WarmUpRequests = 3,
            Concurrency = 1,
        });

        await load.WarmUpAsync(null, Cancellation);
        await load.RunRoundAsync(1, null, Cancellation);

        var last = server.Requests.Last();
        last.ShouldStartWith("PUT /users/5 HTTP/1.1\r\n");
        last.ShouldContain("X-User: u5\r\n");
        last.ShouldContain("Content-Type: text/csv\r\n");
        last.ShouldEndWith("\r\n\r\nid=5;ÿ");
    }

    [Fact]
    public async Task An_error_status_during_warm_up_is_reported_with_its_cause()
    {
        await using var server = new SmallServer(_ => "500 Oops");
        var load = new HttpLoad(new HttpLoadOptions { Mix = Get(server.Url) });

        var problem = await Should.ThrowAsync<LoadException>(() => load.WarmUpAsync(null, Cancellation));

        problem.Message.ShouldStartWith($"GET {server.Url} answered 500 InternalServerError in the warm-up");
        problem.Message.ShouldContain("--allow-errors");
    }

    [Fact]
    public async Task Allowed_errors_are_counted()
    {
        await using var server = new SmallServer(number => number % 3 == 0 ? "404 Not Found" : "200 OK");
        var load = new HttpLoad(new HttpLoadOptions { Mix = Get(server.Url), RequestsPerRound = 15, Concurrency = 1, AllowErrors = true });

        var outcome = await load.RunRoundAsync(1, null, Cancellation);

        outcome.Requests.ShouldBe(15);
        outcome.Failures.ShouldBe(5);
    }

    [Fact]
    public async Task A_closed_connection_is_reported_and_can_be_allowed()
    {
        await using var server = new SmallServer(_ => null);
        var options = new HttpLoadOptions { Mix = Get(server.Url), RequestsPerRound = 3, Concurrency = 1 };

        var problem = await Should.ThrowAsync<LoadException>(() => new HttpLoad(options).RunRoundAsync(1, null, Cancellation));
        var outcome = await new HttpLoad(options with { AllowErrors = true }).RunRoundAsync(1, null, Cancellation);

        problem.Message.ShouldStartWith($"GET {server.Url} failed in round 1: ");
        outcome.Failures.ShouldBe(3);
    }

    [Fact]
    public async Task A_request_without_an_answer_ends_at_its_timeout()
    {
        await using var server = new SmallServer(_ => "200 OK") { Delay = TimeSpan.FromMinutes(5) };
        var load = new HttpLoad(new HttpLoadOptions { Mix = Get(server.Url), RequestTimeout = TimeSpan.FromMilliseconds(200) });

        var problem = await Should.ThrowAsync<LoadException>(() => load.RunRoundAsync(2, null, Cancellation));

        problem.Message.ShouldContain("failed in round 2: no complete answer within 0.2 s");
    }

    [Fact]
    public async Task Waiting_continues_while_the_server_reports_that_it_is_starting()
    {
        await using var server = new SmallServer(number => number < 4 ? "503 Service Unavailable" : "404 Not Found");
        var load = new HttpLoad(new HttpLoadOptions { Mix = Get(server.Url) });

        await load.WaitUntilReadyAsync(Cancellation);

        server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_port_without_a_listener_is_reported_after_the_timeout()
    {
        int port;
        await using (var server = new SmallServer(_ => "200 OK")) port = server.Port;
        var patience = TimeSpan.FromMilliseconds(300);
        var load = new HttpLoad(new HttpLoadOptions { Mix = Get($"http://127.0.0.1:{port}/"), ReadyTimeout = patience });

        var problem = await Should.ThrowAsync<LoadException>(() => load.WaitUntilReadyAsync(Cancellation));

        problem.Message.ShouldStartWith($"GET http://127.0.0.1:{port}/ is not ready after 0.3 s: Connection refused");
    }

    [Theory]
    [InlineData("127.0.0.1:3000", "GET", "A", "not a URL")]
    [InlineData("ftp://127.0.0.1/", "GET", "A", "not a URL")]
    [InlineData("http://127.0.0.1/", "GE T", "A", "not an HTTP method")]
    [InlineData("http://127.0.0.1/", "GET", "A B", "not a header's name")]
    public void An_invalid_request_is_refused_at_once(string url, string method, string header, string said) =>
        Should.Throw<LoadException>(() => new HttpLoad(new HttpLoadOptions
        {
            Mix = [RequestSequence.Of(new HttpRequestSpec { Url = url, Method = method, Headers = [(header, "1")] })],
        })).Message.ShouldContain(said);

    [Fact]
    public async Task Each_round_sends_the_same_mix()
    {
        await using var server = new SmallServer(_ => "200 OK");
        var load = new HttpLoad(new HttpLoadOptions
        {
            Mix =
            [
                RequestSequence.Of(new HttpRequestSpec { Url = server.Url + "often" }, weight: 3),
                RequestSequence.Of(new HttpRequestSpec { Url = server.Url + "seldom", Method = "POST" }),
            ],
            RequestsPerRound = 6,
            Concurrency = 1,
        });

        await load.RunRoundAsync(1, null, Cancellation);
        await load.RunRoundAsync(2, null, Cancellation);

        string[] round = ["often", "often", "seldom", "often", "often", "often"];
        server.Requests.Select(request => request.Split(' ')[1][1..]).ShouldBe([.. round, .. round]);
        load.Description.ShouldBe(new LoadDescription.Requests(6, $"GET {server.Url}often and 1 more", 1, Varies: false));
    }

    [Fact]
    public async Task A_sequence_is_one_user_with_one_number_and_the_cookies_it_was_given()
    {
        await using var server = new SmallServer(number => $"200 OK\r\nSet-Cookie: session=s{number}; Path=/; HttpOnly");
        var load = new HttpLoad(new HttpLoadOptions
        {
            Mix =
            [
                new RequestSequence(
                [
                    new HttpRequestSpec { Url = server.Url + "login/{n}", Method = "POST" },
                    new HttpRequestSpec { Url = server.Url + "cart/{n}" },
                ]),
            ],
            RequestsPerRound = 2,
            Concurrency = 1,
        });

        var outcome = await load.RunRoundAsync(1, null, Cancellation);

        outcome.Requests.ShouldBe(2);
        server.Requests.Select(request => request.Split(' ')[1]).ShouldBe(["/login/1", "/cart/1", "/login/2", "/cart/2"]);
        var cookies = server.Requests.Select(request => request.Split("\r\n").FirstOrDefault(line => line.StartsWith("Cookie:")) ?? "");
        cookies.ShouldBe(["", "Cookie: session=s1", "", "Cookie: session=s3"]);
    }

    private static IReadOnlyList<RequestSequence> Get(string url) => [RequestSequence.Of(new HttpRequestSpec { Url = url })];
}
