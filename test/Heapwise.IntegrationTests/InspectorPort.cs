using Xunit;

namespace Heapwise.IntegrationTests;

/// <summary>
/// Every program that is signalled opens its inspector on one and the same port of the machine. Tests that attach by pid hold this
/// lock, which also holds between test processes.
/// </summary>
public static class InspectorPort
{
    /// <summary>Waits for the lock; dispose the result to give it back.</summary>
    public static async Task<IDisposable> TakeAsync()
    {
        Directory.CreateDirectory(NodeInstall.Folder);
        while (true)
        {
            try
            {
                var file = Path.Combine(NodeInstall.Folder, ".port-9229.lock");
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
            }
        }
    }
}
