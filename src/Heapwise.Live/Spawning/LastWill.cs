using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Heapwise.Live.Spawning;

/// <summary>
/// Ends the processes of a run where we cannot, because we were killed: a shell that waits for the end of its input, which comes from us,
/// and then ends whatever carries the run's mark. A signal at the parent's death (<c>PR_SET_PDEATHSIG</c>) would reach the first process
/// alone, not what npm or a shell has started, and would come when the thread ends that started it, not the process.
/// </summary>
internal sealed class LastWill : IDisposable
{
    private const string Shell = "/bin/sh";

    /// <summary>Signals that are meant for us do not end it before us. It has the mark in another variable than the run.</summary>
    private const string Script =
        """
        trap '' HUP INT TERM
        read -r done && exit 0
        end() {
          kill "-$1" "$first" 2>/dev/null
          for environment in /proc/[0-9]*/environ; do
            if grep -qs "$mark" "$environment"; then process=${environment#/proc/}; kill "-$1" "${process%/*}" 2>/dev/null; fi
          done
        }
        end TERM; sleep "$grace"; end KILL
        """;

    private readonly Process? _process;

    private LastWill(Process? process) => _process = process;

    /// <summary>Without a shell nothing is done, and nothing fails.</summary>
    public static LastWill Make(int first, string mark, TimeSpan grace)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(Shell)) return new LastWill(null);
        var start = new ProcessStartInfo(Shell, ["-c", Script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["first"] = first.ToString(CultureInfo.InvariantCulture);
        start.Environment["mark"] = mark;
        start.Environment["grace"] = Math.Ceiling(grace.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        try
        {
            return new LastWill(Process.Start(start));
        }
        catch (Win32Exception)
        {
            return new LastWill(null);
        }
    }

    /// <summary>The run has been ended by us.</summary>
    public void Dispose()
    {
        if (_process is null) return;
        try
        {
            _process.StandardInput.WriteLine("done");
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was ended by somebody else.
        }
        finally
        {
            _process.Dispose();
        }
    }
}
