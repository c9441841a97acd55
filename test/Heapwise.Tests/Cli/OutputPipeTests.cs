using System.IO.Pipes;
using System.Runtime.Versioning;
using Heapwise.Cli;
using Microsoft.Win32.SafeHandles;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

[UnsupportedOSPlatform("windows")]
public sealed class OutputPipeTests
{
    [Fact]
    public void A_reader_that_goes_away_is_noticed_and_no_error()
    {
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        using var handle = new SafeFileHandle(reader.ClientSafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        using var output = OutputPipe.Of(handle).ShouldNotBeNull();

        output.Write("one"u8);
        var read = new byte[3];
        reader.ReadExactly(read);
        read.ShouldBe("one"u8.ToArray());
        output.IsClosed.ShouldBeFalse();

        reader.Dispose();
        output.Write("two"u8);
        output.IsClosed.ShouldBeTrue();
        output.Write("three"u8);
    }

    [Fact]
    public void A_file_is_no_pipe()
    {
        using var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        OutputPipe.Of(file.SafeFileHandle).ShouldBeNull();
    }
}
