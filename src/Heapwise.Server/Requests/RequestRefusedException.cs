namespace Heapwise.Server.Requests;

/// <summary>A request asks for something that is not there or cannot be done; the message is for the person at the page.</summary>
public sealed class RequestRefusedException(string message, int status = 400) : Exception(message)
{
    /// <summary>The status of the answer.</summary>
    public int Status => status;

    public static RequestRefusedException NotFound(string message) => new(message, 404);

    /// <summary>Something that may be asked again later, or with consent.</summary>
    public static RequestRefusedException Conflict(string message) => new(message, 409);
}
