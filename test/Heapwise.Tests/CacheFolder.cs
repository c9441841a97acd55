using System.Runtime.CompilerServices;
using Xunit;

namespace Heapwise.Tests;

/// <summary>The tests' own cache folder: whoever runs them keeps their indexes.</summary>
internal static class CacheFolder
{
#pragma warning disable CA2255 // the one thing that must be so before any test of this program runs
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Set()
    {
        var folder = Directory.CreateTempSubdirectory("heapwise-tests-cache-").FullName;
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Tests that set the folder anew or empty it: not beside any other test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CacheFolderTests
{
    public const string Name = "cache folder";
}
