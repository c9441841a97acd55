using Heapwise.Analysis.Leaks.Evidence;
using static Heapwise.Analysis.Advice.English.Phrases;

namespace Heapwise.Analysis.Advice.English;

internal static class StreamTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => IsUnread(facts)
            ? $"Responses{From(facts)} are never read"
            : $"{Capital(facts.Holder)} keeps {facts.Stream?.ClassName ?? "stream"} objects that are closed",
        facts => IsUnread(facts)
            ? "A response whose body is not read stands still: Node waits for a reader, and until one comes the request, its socket, the buffers and the file descriptor stay. That holds also where only the status code is wanted."
            : $"A stream that is closed is of no use any more, but whatever holds it keeps its buffers, its request and its socket. Each is put into {facts.Name} and not taken out when it ends.",
        facts => IsUnread(facts)
            ? "Read the body or throw it away: resume() does so at little cost, destroy() gives up the connection. Do it on every way out, also where the status code is an error."
            : "Take the stream out on 'close', which comes however it ends: done, broken or the client gone. Where streams are joined, pipeline() closes all of them when one fails.",
        facts => IsUnread(facts)
            ? """
            http.get(url, res => {
              res.resume(); // or: res.destroy()
              done(res.statusCode);
            });
            """
            : facts.Collection switch
            {
                "Set" => $"""
                    {facts.Code}.add(stream);
                    stream.on('close', () => {facts.Code}.delete(stream));
                    """,
                "Map" => $"""
                    {facts.Code}.set(id, stream);
                    stream.on('close', () => {facts.Code}.delete(id));
                    """,
                "array" => $"""
                    {facts.Code}.push(stream);
                    stream.on('close', () => {facts.Code}.splice({facts.Code}.indexOf(stream), 1));
                    """,
                _ => $"""
                    {facts.Code}[id] = stream;
                    stream.on('close', () => delete {facts.Code}[id]);
                    """,
            });

    private static bool IsUnread(FindingFacts facts) => facts.Stream?.Leak == StreamLeak.UnreadResponse;

    private static string From(FindingFacts facts) => facts.Stream?.Host is { } host ? " from " + host : "";
}
