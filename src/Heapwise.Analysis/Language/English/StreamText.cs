using System.Diagnostics;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(StreamPattern pattern) => pattern switch
    {
        StreamPattern.UnreadResponse unread => UnreadResponse(unread),
        StreamPattern.Closed closed => ClosedStream(closed),
        _ => throw new UnreachableException(),
    };

    private static PatternText UnreadResponse(StreamPattern.UnreadResponse pattern) => new(
        $"Responses{(pattern.Host is { } host ? " from " + host : "")} are never read",
        "A response whose body is not read stalls: Node waits for a reader, and until there is one, the request, its socket, its buffers "
        + "and its file descriptor stay. This also applies if only the status code is needed.",
        "Read the body or discard it: resume() discards it cheaply, destroy() gives up the connection. "
        + "Do this on every code path, including for error status codes.",
        """
        http.get(url, res => {
          res.resume(); // or: res.destroy()
          done(res.statusCode);
        });
        """)
    {
        Entries = count => Plural(count, "unread response"),
        Holds = "Node's open connections hold them",
    };

    private PatternText ClosedStream(StreamPattern.Closed pattern) => new(
        $"{Capitalize(facts.Holder)} keeps closed {pattern.ClassName} objects",
        "A closed stream is of no further use, but whatever holds it keeps its buffers, its request and its socket alive. "
        + $"Each one is added to {facts.Name} and not removed when it ends.",
        "Remove the stream on 'close', which fires however the stream ends: completed, failed or disconnected. "
        + "If streams are connected, pipeline() destroys all of them when one fails.",
        facts.Container switch
        {
            ContainerKind.Set => $"""
                {facts.Code}.add(stream);
                stream.on('close', () => {facts.Code}.delete(stream));
                """,
            ContainerKind.Map => $"""
                {facts.Code}.set(id, stream);
                stream.on('close', () => {facts.Code}.delete(id));
                """,
            ContainerKind.Array => $"""
                {facts.Code}.push(stream);
                stream.on('close', () => {facts.Code}.splice({facts.Code}.indexOf(stream), 1));
                """,
            _ => $"""
                {facts.Code}[id] = stream;
                stream.on('close', () => delete {facts.Code}[id]);
                """,
        });
}
