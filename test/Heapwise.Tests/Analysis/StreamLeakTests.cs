using Heapwise.Analysis;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class StreamLeakTests
{
    private const int PerRound = 20;

    private const string Source = """
        const http = require('http');
        const clients = new Set();
        function check(url, done) {
          http.get(url, answer => { answer.on('data', part => done(part)); });
          http.get(url, answer => done(answer.statusCode));
        }
        """;

    // (root) --> (Global handles) --[i]--> HTTPParser --incoming--> IncomingMessage --req--> ClientRequest --_events--> {response}
    [Fact]
    public void Responses_that_nobody_reads_are_reported_with_the_request()
    {
        var finding = TinyProgram.FindLeak(rounds => Responses(rounds, isRead: false), source: Source);

        finding.Pattern.ShouldBe("stream");
        finding.Confidence.ShouldBe(Confidence.High);
        finding.Title.ShouldBe("Responses from api.local are never read");
        finding.Holder.Name.ShouldBe("ClientRequest");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(9);
        finding.ObjectsPerRequest["ClientRequest"].ShouldBe(1);
        finding.Explanation.ShouldContain("1 unread response in memory");
    }

    // Node lets go of a callback given to get() when it was called.
    [Fact]
    public void Without_a_listener_the_source_shows_which_request_reads_nothing()
    {
        var finding = TinyProgram.FindLeak(rounds => Responses(rounds, isRead: false, hasListener: false), source: Source);

        finding.Pattern.ShouldBe("stream");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(5);
    }

    [Fact]
    public void Responses_that_are_being_read_are_not_called_unread() =>
        TinyProgram.Diagnose(rounds => Responses(rounds, isRead: true), source: Source).Findings
            .ShouldAllBe(finding => finding.Pattern != "stream");

    // A short response was received, and its connection is free again: something else keeps the request.
    [Fact]
    public void Requests_whose_connection_is_free_again_have_no_unread_response() =>
        TinyProgram.Diagnose(rounds => Responses(rounds, isRead: false, isDone: true), source: Source).Findings
            .ShouldAllBe(finding => finding.Pattern != "stream");

    // Context --clients--> Set --table--> array --N--> Socket --_handle--> null
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Closed_sockets_in_a_container_are_a_stream_leak(bool isInRecord, bool isOddball)
    {
        var finding = TinyProgram.FindLeak(rounds => Sockets(rounds, isClosed: true, isInRecord, isOddball), source: Source);

        finding.Pattern.ShouldBe("stream");
        finding.Holder.Name.ShouldBe("clients");
        finding.Title.ShouldBe("Variable clients in server.js keeps closed Socket objects");
        finding.Advice.Example.ShouldContain("clients.delete(stream)");
    }

    [Fact]
    public void Open_sockets_in_a_container_are_ordinary_entries() =>
        TinyProgram.FindLeak(rounds => Sockets(rounds, isClosed: false, false, true), source: Source).Pattern
            .ShouldBe("growing-collection");

    // (root) --> (Global handles) --[i]--> TCP --> Socket --[j]--> closure: a pool that opens a few connections more in each round.
    [Fact]
    public void A_few_more_connections_each_round_are_not_a_leak_however_many_objects_each_has() =>
        TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var handles = program.Heap.Synthetic("(Global handles)");
            program.Heap.Root.Element(1, handles);
            for (var i = 0; i < (rounds + 1) * 4; i++)
            {
                var socket = program.Heap.Object("Socket", 300);
                for (var j = 0; j < 20; j++) socket.Element(j, program.Heap.Closure("onread", 56));
                handles.Element(i, program.Heap.Object("TCP", 80).Property("owner", socket));
            }

            return program;
        }).Findings.ShouldBeEmpty();

    private static TinyProgram Responses(int rounds, bool isRead, bool hasListener = true, bool isDone = false)
    {
        var program = new TinyProgram();
        var handles = program.Heap.Synthetic("(Global handles)");
        program.Heap.Root.Element(1, handles);
        var (no, yes) = (program.Heap.Hidden("false", 8), program.Heap.Hidden("true", 8));
        var host = program.Heap.String("api.local", 24);
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            var parser = program.Heap.Object("HTTPParser", 300);
            var response = program.Heap.Object("IncomingMessage", 250).Property("_consuming", no).Property("_dumped", no);
            var request = program.Heap.Object("ClientRequest", 450).Property("res", response).Property("host", host);
            var events = program.Heap.Object("Object", 60);
            if (hasListener) events.Property("response", program.Script.Function("", 8, 10, 56).Internal("context", program.Scope));
            request.Property("_events", events);
            if (isDone) request.Property("destroyed", yes);
            var listeners = program.Heap.Object("Object", 60);
            if (isRead) listeners.Property("data", program.Heap.Closure("ondata", 56));
            response.Property("req", request).Property("_events", listeners);
            handles.Element(i, parser.Property("incoming", response));
        }

        return program;
    }

    private static TinyProgram Sockets(int rounds, bool isClosed, bool isInRecord, bool isOddball)
    {
        var program = new TinyProgram();
        var table = program.Heap.Array("", 64);
        program.Scope.Context("clients", program.Heap.Object("Set", 32).Internal("table", table));
        var none = isOddball
            ? program.Heap.Hidden("system / Oddball", 40).Hidden(0, program.Heap.String("null", 16))
            : program.Heap.Hidden("null", 40);
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            var socket = program.Heap.Object("Socket", 300)
                .Property("_events", program.Heap.Object("Object", 60))
                .Property("_readableState", program.Heap.Object("ReadableState", 90))
                .Property("_handle", isClosed ? none : program.Heap.Object("TCP", 80));
            table.Internal($"{3 + (i * 2)}", isInRecord ? program.Heap.Object("{id, socket}", 32).Property("socket", socket) : socket);
        }

        return program;
    }
}
