using Heapwise.Analysis.Leaks.Evidence;
using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class StreamTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => IsUnread(facts)
            ? $"{From(facts)} 响应从未被读取"
            : $"{facts.Holder} 保留着已经关闭的 {facts.Stream?.ClassName ?? "流"} 对象",
        facts => IsUnread(facts)
            ? "响应体没有被读取，响应就会停在那里：Node 在等待有人来读，在此之前请求、它的套接字、缓冲区和文件描述符都会保留。即使只需要状态码，也是如此。"
            : $"已关闭的流不再有任何用处，但持有它的对象会保留它的缓冲区、请求和套接字。每个流都放入了 {facts.Name}，结束时却没有移除。",
        facts => IsUnread(facts)
            ? "把响应体读完或者丢弃：resume() 开销很小，destroy() 会放弃连接。每条退出路径都要这样做，状态码是错误时也不例外。"
            : "在 'close' 事件中移除流：无论正常完成、出错还是客户端断开，都会触发它。如果把多个流连接在一起，pipeline() 会在其中一个失败时关闭所有的流。",
        facts => IsUnread(facts)
            ? """
            http.get(url, res => {
              res.resume(); // 或者：res.destroy()
              done(res.statusCode);
            });
            """
            : English.StreamTexts.Texts.Example(facts));

    private static bool IsUnread(FindingFacts facts) => facts.Stream?.Leak == StreamLeak.UnreadResponse;

    private static string From(FindingFacts facts) => facts.Stream?.Host is { } host ? $"来自 {host} 的" : "HTTP";
}
