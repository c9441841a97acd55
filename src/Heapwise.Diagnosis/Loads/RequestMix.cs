using System.Net;

namespace Heapwise.Diagnosis.Loads;

/// <summary>
/// The requests of a load in fixed proportions and a fixed order: every round sends the same mix, so that what a round leaves behind can
/// be compared with what another one does.
/// </summary>
internal sealed class RequestMix
{
    private readonly HttpLoadOptions _options;
    private readonly RequestTemplate[][] _sequences;
    private readonly int[] _cycle;
    private readonly RequestTemplate _ready;

    /// <param name="options">What is requested.</param>
    /// <param name="server">Where, for URLs that are only a path; empty where that is not known yet.</param>
    /// <exception cref="LoadException">A URL, a method or a header cannot be sent.</exception>
    public RequestMix(HttpLoadOptions options, string server = "")
    {
        _options = options;
        _sequences = [.. options.Mix.Select(sequence => sequence.Steps.Select(CreateTemplate).ToArray())];
        _cycle = Interleave([.. options.Mix.Select(sequence => sequence.Weight)]);
        _ready = options.Ready is { } ready ? CreateTemplate(ready) : _sequences[0][0];

        RequestTemplate CreateTemplate(HttpRequestSpec request) => new(request, server) { UnixSocket = options.UnixSocket };
    }

    /// <summary>Whether a URL is only a path, of wherever the program listens.</summary>
    public bool HasPaths => _options.Mix.SelectMany(sequence => sequence.Steps).Any(request => request.IsPath);

    /// <summary>Asked until the program is ready.</summary>
    public RequestTemplate Ready => _ready;

    /// <summary>True where a request is not the same as the one before.</summary>
    public bool Varies => _sequences.SelectMany(sequence => sequence).Any(template => template.Varies);

    public bool IsLoopback => _sequences.SelectMany(sequence => sequence).All(template => template.IsLoopback);

    /// <summary>The requests in messages.</summary>
    public string Name => _sequences.Sum(sequence => sequence.Length) - 1 is > 0 and var others
        ? $"{_sequences[0][0].Name} and {others} more"
        : _sequences[0][0].Name;

    /// <summary>What is sent at this place in a round, counted from 0.</summary>
    public IReadOnlyList<RequestTemplate> At(int index) => _sequences[_cycle[index % _cycle.Length]];

    /// <summary>The same mix for a server that has become known.</summary>
    public RequestMix For(IPEndPoint server)
    {
        var host = server.Address.Equals(IPAddress.Any) || server.Address.Equals(IPAddress.IPv6Any) ? "localhost" : $"{server.Address}";
        return new RequestMix(_options, new UriBuilder("http", host, server.Port).Uri.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>
    /// One cycle of indexes in which each occurs as often as its weight says, spread evenly: at each place, the one that is furthest
    /// behind its share. As long as the sum of the weights, each of which is at most a thousand in a settings file.
    /// </summary>
    private static int[] Interleave(int[] weights)
    {
        var total = weights.Sum();
        var behind = new int[weights.Length];
        var cycle = new int[total];
        for (var place = 0; place < total; place++)
        {
            var next = 0;
            for (var i = 0; i < weights.Length; i++)
            {
                behind[i] += weights[i];
                if (behind[i] > behind[next]) next = i;
            }

            behind[next] -= total;
            cycle[place] = next;
        }

        return cycle;
    }
}
