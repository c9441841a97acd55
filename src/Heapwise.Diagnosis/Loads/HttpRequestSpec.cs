namespace Heapwise.Diagnosis.Loads;

/// <summary>
/// A request as a person describes it. <c>{n}</c> in the URL, a header's value or the body becomes the number of the request.
/// </summary>
public sealed record HttpRequestSpec
{
    /// <summary>In full, or a path on the server that the program turns out to have.</summary>
    public required string Url { get; init; }

    public bool IsPath => Url.StartsWith('/');

    public string Method { get; init; } = "GET";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Sent as it is, except for <c>{n}</c>; null: none.</summary>
    public byte[]? Body { get; init; }
}

/// <summary>
/// Requests that are sent one after the other, as one user would, with the cookies that the answers set. It counts as one request of the
/// load, and all its requests have the same number.
/// </summary>
/// <param name="Steps">At least one.</param>
/// <param name="Weight">How often it is sent in proportion to the others of the load: at least 1.</param>
public sealed record RequestSequence(IReadOnlyList<HttpRequestSpec> Steps, int Weight = 1)
{
    /// <summary>One request.</summary>
    public static RequestSequence Of(HttpRequestSpec request, int weight = 1) => new([request], weight);
}
