using Heapwise.Outside.Pages;
using Heapwise.Outside.Roots;

namespace Heapwise.Outside.Copying;

/// <summary>What was taken from the target in one moment: its heap's pages, and the words outside them that keep objects alive.</summary>
/// <param name="Image">The pages.</param>
/// <param name="Roots">The words.</param>
/// <param name="Cost">What it did to the target.</param>
/// <param name="WasCollecting">Whether the target was found collecting garbage every time, so that the copy may not hold together.</param>
internal sealed record HeapCopy(HeapImage Image, IReadOnlyList<RootWords> Roots, CaptureCost Cost, bool WasCollecting) : IDisposable
{
    public void Dispose() => Image.Dispose();
}
