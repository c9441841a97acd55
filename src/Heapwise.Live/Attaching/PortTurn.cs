using System.Globalization;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// The right to let a process open its inspector on a port that they all want. Runs of heapwise wait for each other: a turn takes a few
/// hundredths of a second, because the inspector moves to a port of its own at once. The kernel ends the turn of a run that is killed.
/// </summary>
internal static class PortTurn
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(15);

    /// <summary>Waits for our turn; dispose the result to end it.</summary>
    /// <param name="port">The port.</param>
    /// <param name="processId">A process whose network it is.</param>
    /// <param name="options">Where runs meet.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Null where the runs cannot meet, because their folder cannot be written.</returns>
    public static async Task<IDisposable?> TakeAsync(int port, int processId, TargetOptions options, CancellationToken cancellation)
    {
        var network = new string([.. (new FileInfo($"/proc/{processId}/ns/net").LinkTarget ?? "").Where(char.IsAsciiDigit)]);
        var path = Path.Combine(options.StateFolder, string.Create(CultureInfo.InvariantCulture, $"port-{port}-{network}.lock"));
        try
        {
            StateFolder.Create(options.StateFolder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException)
            {
                return null;
            }
            catch (IOException)
            {
                await Task.Delay(PollInterval, options.Time, cancellation);
            }
        }
    }
}
