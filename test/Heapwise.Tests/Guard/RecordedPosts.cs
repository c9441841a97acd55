using System.Net;

namespace Heapwise.Tests.Guard;

/// <summary>Stands for all services: keeps what is posted, and answers as scripted, with success by default.</summary>
internal sealed class RecordedPosts(params (HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
{
    private readonly Queue<(HttpStatusCode Status, string Body)> _answers = new(answers);

    public List<(Uri Url, string? Authorization, string Body)> Posts { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Posts.Add((
            request.RequestUri!, // the client has set it
            request.Headers.TryGetValues("Authorization", out var values) ? string.Join(',', values) : null,
            await request.Content!.ReadAsStringAsync(cancellationToken))); // every post has a body
        var (status, body) = _answers.TryDequeue(out var next) ? next : (HttpStatusCode.OK, "");
        return new HttpResponseMessage(status) { Content = new StringContent(body) };
    }
}
