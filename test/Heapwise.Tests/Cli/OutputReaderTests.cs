using System.IO.Pipes;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

public sealed class OutputReaderTests
{
    [Fact]
    public void A_reader_that_goes_away_is_noticed()
    {
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        var descriptor = (int)reader.ClientSafePipeHandle.DangerousGetHandle();

        OutputReader.IsGone(descriptor).ShouldBeFalse();
        reader.SafePipeHandle.Dispose();
        OutputReader.IsGone(descriptor).ShouldBeTrue();
    }

    [Fact]
    public void A_file_has_no_reader_that_could_go()
    {
        var path = Path.GetTempFileName();
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        OutputReader.IsGone((int)file.SafeFileHandle.DangerousGetHandle()).ShouldBeFalse();
    }
}
