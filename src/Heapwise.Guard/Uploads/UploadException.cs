namespace Heapwise.Guard.Uploads;

/// <summary>A file could not be uploaded. The message names no credentials.</summary>
/// <param name="message">Why.</param>
/// <param name="isTransient">Whether the same may work soon, without anybody changing anything.</param>
/// <param name="code">The storage's own code; empty where it gave none.</param>
/// <param name="cause">What failed.</param>
internal sealed class UploadException(string message, bool isTransient, string code = "", Exception? cause = null)
    : Exception(message, cause)
{
    public bool IsTransient => isTransient;

    public string Code => code;
}
