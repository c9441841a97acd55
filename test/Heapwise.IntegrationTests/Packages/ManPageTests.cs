using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Heapwise.Cli;
using Heapwise.Cli.Help;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Packages;

/// <summary>The manual pages as groff reads them, which formats them for <c>man</c>.</summary>
public sealed class ManPageTests
{
    [Fact]
    public async Task No_page_has_a_warning()
    {
        foreach (var (file, text) in ManPage.All(HeapwiseCommand.Create(new Terminal { Output = Stream.Null, Error = TextWriter.Null })))
            (await FormatAsync(text)).ShouldBe("", file);
    }

    /// <returns>All warnings.</returns>
    private static async Task<string> FormatAsync(string page)
    {
        var start = new ProcessStartInfo("groff", ["-man", "-ww", "-z"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        try
        {
            using var groff = Process.Start(start)!; // null only where a shell would reuse a process
            var errors = groff.StandardError.ReadToEndAsync();
            await groff.StandardInput.WriteAsync(page);
            groff.StandardInput.Close();
            await groff.WaitForExitAsync(TestContext.Current.CancellationToken);
            return await errors;
        }
        catch (Win32Exception)
        {
            Assert.Skip("groff is not installed");
            throw;
        }
    }
}
