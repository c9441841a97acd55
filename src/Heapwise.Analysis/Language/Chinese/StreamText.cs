using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(StreamPattern pattern) => pattern switch
    {
        StreamPattern.UnreadResponse unread => UnreadResponses(unread),
        StreamPattern.Closed closed => ClosedStreams(closed),
        _ => throw new NotSupportedException(pattern.GetType().Name),
    };

    private static PatternText UnreadResponses(StreamPattern.UnreadResponse pattern) => new(
        $"{(pattern.Host is { } host ? $"来自 {host} 的" : "HTTP")} 响应从未被读取",
        "响应体没有人读取，响应就会停在那里：Node 一直等待有人来读，在此之前，请求及其套接字、缓冲区和文件描述符都不会释放。"
            + "即使只需要状态码，也是如此。",
        "把响应体读完或丢弃：resume() 开销很小，destroy() 会放弃连接。每条退出路径都要处理，状态码表示出错时也不例外。",
        """
            http.get(url, res => {
              res.resume(); // 或者：res.destroy()
              done(res.statusCode);
            });
            """)
    {
        Entries = _ => "无人读取的响应",
        Holds = "它们由 Node 打开的连接持有",
    };

    private PatternText ClosedStreams(StreamPattern.Closed pattern) => new(
        $"{facts.Holder} 仍持有已经关闭的 {pattern.ClassName} 对象",
        "已关闭的流不再有任何用处，但只要还有人引用它，它的缓冲区、请求和套接字就无法回收。"
            + $"每个流都放进了 {facts.Name}，结束时却没有移除。",
        "在 'close' 事件中移除流：无论正常结束、出错还是客户端断开，都会触发 'close'。"
            + "如果要把多个流串接起来，用 pipeline()：其中一个失败时，它会关闭所有的流。",
        ClosedStreamExample());

    private string ClosedStreamExample() => facts.Container switch
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
    };
}
